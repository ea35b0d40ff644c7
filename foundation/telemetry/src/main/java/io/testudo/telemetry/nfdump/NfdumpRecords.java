package io.testudo.telemetry.nfdump;

import io.testudo.telemetry.record.Records;
import io.testudo.telemetry.record.Window;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The records of a binary file of nfdump, taken out of its blocks: flows, and what is needed to
 * read them. Layout 1 is that of nfdump 1.6, layout 2 that of 1.7; both byte orders. The rest of a
 * block whose records do not fit it is one record, which is then malformed.
 */
public final class NfdumpRecords implements Records {

  private static final int MAGIC = 0xA50C;
  private static final int HEADER1 = 276;
  private static final int HEADER2 = 40;
  private static final int COMPRESSION2_AT = 16;
  private static final int BLOCK_HEADER = 12;
  private static final int RECORD_HEADER = 4;
  private static final int MOST_BLOCK = 16 << 20;

  private final Window window;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  private boolean begun;
  private long leftOfBlock;
  private byte[] buffer;
  private int from;
  private int length;
  private long offset;
  private long excess;

  /** The records of {@code in}, a file from its beginning. */
  public NfdumpRecords(InputStream in) {
    window = new Window(in, 1 << 17);
    buffer = window.bytes();
  }

  /** Whether an item that begins so is a binary file of nfdump. */
  public static boolean recognises(byte[] head) {
    if (head.length < HEADER2) {
      return false;
    }
    int version = ByteBuffer.wrap(head).order(orderOf(head)).getShort(2);
    return (magic(head, ByteOrder.LITTLE_ENDIAN) || magic(head, ByteOrder.BIG_ENDIAN))
        && version >= 1
        && version <= 16;
  }

  private static boolean magic(byte[] head, ByteOrder order) {
    return (ByteBuffer.wrap(head).order(order).getShort(0) & 0xFFFF) == MAGIC;
  }

  private static ByteOrder orderOf(byte[] head) {
    return magic(head, ByteOrder.BIG_ENDIAN) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /** Why a file that begins so cannot be read, as the end of a sentence; empty if it can. */
  public static String obstacle(byte[] head) {
    ByteBuffer header = ByteBuffer.wrap(head).order(orderOf(head));
    int version = header.getShort(2);
    if (version > 2) {
      return "is a binary file of nfdump of a layout that is not read: " + version;
    }
    String packing =
        version == 1
            ? switch (header.getInt(4) & 0x19) {
              case 0 -> "";
              case 1 -> "LZO";
              case 8 -> "bzip2";
              default -> "LZ4";
            }
            : switch (head[COMPRESSION2_AT]) {
              case 0 -> "";
              case 1 -> "LZO";
              case 2 -> "bzip2";
              case 3 -> "LZ4";
              default -> "zstd or later";
            };
    if (!packing.isEmpty()) {
      return "is a binary file of nfdump packed by "
          + packing
          + "; unpack it with nfdump -r FILE -w OTHER";
    }
    boolean isEncrypted = version == 2 && head[COMPRESSION2_AT + 1] != 0;
    return isEncrypted ? "is an encrypted binary file of nfdump" : "";
  }

  @Override
  public boolean next() throws IOException {
    excess = 0;
    if (!begun && !begin()) {
      return false;
    }
    while (leftOfBlock == 0) {
      if (!window.see(1)) {
        return false;
      }
      if (!window.see(BLOCK_HEADER)) {
        return rest(Long.MAX_VALUE);
      }
      long size = view(BLOCK_HEADER).getInt(4) & 0xFFFF_FFFFL;
      if (size > MOST_BLOCK) {
        return rest(Long.MAX_VALUE);
      }
      window.take(BLOCK_HEADER);
      leftOfBlock = size;
    }
    if (leftOfBlock < RECORD_HEADER || !window.see(RECORD_HEADER)) {
      return rest(leftOfBlock);
    }
    int size = view(RECORD_HEADER).getShort(2) & 0xFFFF;
    if (size < RECORD_HEADER || size > leftOfBlock || !window.see(size)) {
      return rest(leftOfBlock);
    }
    give(size);
    window.take(size);
    leftOfBlock -= size;
    return true;
  }

  private boolean begin() throws IOException {
    begun = true;
    if (!window.see(HEADER2)) {
      return false;
    }
    order =
        view(2).order(ByteOrder.LITTLE_ENDIAN).getShort(0) == (short) MAGIC
            ? ByteOrder.LITTLE_ENDIAN
            : ByteOrder.BIG_ENDIAN;
    int header = view(4).getShort(2) == 1 ? HEADER1 : HEADER2;
    if (!window.see(header)) {
      return false;
    }
    window.take(header);
    return true;
  }

  private ByteBuffer view(int bytes) {
    return ByteBuffer.wrap(window.bytes(), window.from(), bytes).slice().order(order);
  }

  /** Passes over what is left of the block, as one record that is too long to be one. */
  private boolean rest(long bytes) throws IOException {
    int kept = Math.min(window.seen(), 32);
    byte[] beginning = new byte[kept];
    System.arraycopy(window.bytes(), window.from(), beginning, 0, kept);
    offset = window.offset();
    long left = bytes;
    while (left > 0 && window.see(1)) {
      int now = (int) Math.min(left, window.seen());
      window.take(now);
      left -= now;
      excess += now;
    }
    buffer = beginning;
    from = 0;
    length = kept;
    excess = Math.max(1, excess - kept);
    leftOfBlock = 0;
    return true;
  }

  private void give(int count) {
    buffer = window.bytes();
    from = window.from();
    length = count;
    offset = window.offset();
  }

  @Override
  public byte[] buffer() {
    return buffer;
  }

  @Override
  public int from() {
    return from;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public long excess() {
    return excess;
  }
}
