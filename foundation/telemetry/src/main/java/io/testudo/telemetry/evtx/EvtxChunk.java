package io.testudo.telemetry.evtx;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The layout of a chunk, the unit of 64 KiB in which a log is written: a header of 512 bytes with
 * checksums, then records, which may refer to names and templates anywhere in the same chunk.
 *
 * <p>Source: J. Metz, Windows XML Event Log (EVTX) format, libevtx; Microsoft, [MS-EVEN6] 2.2.12.
 */
final class EvtxChunk {

  static final int BYTES = 1 << 16;
  static final int HEADER = 512;

  /** A record's signature, size and number, the time it was written, and its size again. */
  static final int RECORD_HEADER = 24;

  static final int LEAST_RECORD = RECORD_HEADER + 4;

  private static final byte[] MAGIC = {'E', 'l', 'f', 'C', 'h', 'n', 'k', 0};
  private static final int RECORD_MAGIC = 0x0000_2A2A;
  private static final int FREE_AT = 48;
  private static final int RECORDS_SUM_AT = 52;
  private static final int HEADER_SUM_AT = 124;
  private static final int TABLES_AT = 128;

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private EvtxChunk() {}

  static int u16(byte[] bytes, int at) {
    return (short) SHORTS.get(bytes, at) & 0xFFFF;
  }

  static int i32(byte[] bytes, int at) {
    return (int) INTS.get(bytes, at);
  }

  static long i64(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /** Whether these bytes begin as a chunk does. */
  static boolean isChunk(byte[] bytes) {
    return bytes.length >= MAGIC.length
        && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** Whether a whole record lies at {@code at}: its signature, and its size at both its ends. */
  static boolean isRecord(byte[] bytes, int at, int to) {
    if (to - at < LEAST_RECORD || i32(bytes, at) != RECORD_MAGIC) {
      return false;
    }
    int size = i32(bytes, at + 4);
    return size >= LEAST_RECORD && size <= to - at && i32(bytes, at + size - 4) == size;
  }

  /** Where the records end, as the header of a chunk says; its end where that cannot be. */
  static int recordsEnd(byte[] chunk) {
    int free = i32(chunk, FREE_AT);
    return free >= HEADER && free <= BYTES ? free : BYTES;
  }

  /** What is wrong with a chunk as a whole; empty if nothing is. */
  static String fault(byte[] chunk) {
    if (!isChunk(chunk)) {
      return "is no chunk of an event log, and is passed over";
    }
    if (chunk.length < HEADER) {
      return "is cut within the header of a chunk";
    }
    var crc = new CRC32();
    crc.update(chunk, 0, HEADER_SUM_AT - 4);
    crc.update(chunk, TABLES_AT, HEADER - TABLES_AT);
    if ((int) crc.getValue() != i32(chunk, HEADER_SUM_AT)) {
      return "is a chunk whose header does not match its checksum; its records are still read";
    }
    int end = recordsEnd(chunk);
    if (end > chunk.length) {
      return "is a chunk that is cut; its records are read as far as they are whole";
    }
    crc.reset();
    crc.update(chunk, HEADER, end - HEADER);
    if ((int) crc.getValue() != i32(chunk, RECORDS_SUM_AT)) {
      return "is a chunk whose records do not match their checksum; they are still read";
    }
    return "";
  }
}
