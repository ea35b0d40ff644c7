package io.testudo.telemetry.capture;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How far a capture that is still being written holds whole packets: goes from header to header, in
 * constant memory, and reads no packet.
 */
public final class WholePackets implements AutoCloseable {

  /** The answer where the framing cannot be followed. */
  public static final long UNKNOWN = -1;

  /** A block that states more is not waited for. */
  private static final long MOST_BLOCK_BYTES = 16L << 20;

  private final InputStream in;
  private final long size;
  private long position;

  private WholePackets(InputStream in, long size) {
    this.in = in;
    this.size = size;
  }

  /**
   * How many of the first {@code size} bytes are whole packets with the headers before them.
   *
   * @return {@link #UNKNOWN} if it is no capture, its framing is damaged, or it is shorter by now
   */
  public static long bytes(Path file, long size) throws IOException {
    try (WholePackets packets =
        new WholePackets(new BufferedInputStream(Files.newInputStream(file), 1 << 16), size)) {
      byte[] head = packets.header(0, 12);
      if (head == null) {
        return 0;
      }
      return PcapngReader.recognises(head, head.length)
          ? packets.blocks(head)
          : packets.records(head);
    } catch (EOFException e) {
      return UNKNOWN;
    }
  }

  /**
   * The next {@code count} bytes at this place, or null if they are not there yet.
   *
   * @throws EOFException if they were there and are no more
   */
  private byte @Nullable [] header(long at, int count) throws IOException {
    if (at + count > size) {
      return null;
    }
    in.skipNBytes(at - position);
    byte[] header = in.readNBytes(count);
    position = at + header.length;
    if (header.length < count) {
      throw new EOFException();
    }
    return header;
  }

  private long records(byte[] head) throws IOException {
    ByteOrder order = PcapReader.orderOf(head);
    if (order == null) {
      return UNKNOWN;
    }
    int header = PcapReader.recordHeader(head);
    long end = PcapReader.FILE_HEADER;
    if (size < end) {
      return 0;
    }
    for (byte[] record = header(end, header); record != null; record = header(end, header)) {
      long captured = Octets.unsigned32(record, 8, order);
      if (captured > CaptureDecoder.MOST_CAPTURED_BYTES) {
        return UNKNOWN;
      }
      if (end + header + captured > size) {
        break;
      }
      end += header + captured;
    }
    return end;
  }

  private long blocks(byte[] first) throws IOException {
    ByteOrder order = ByteOrder.BIG_ENDIAN;
    long end = 0;
    for (byte[] block = first; block != null; block = header(end, PcapngReader.LEAST_BLOCK)) {
      if (Octets.int32(block, 0) == PcapngReader.SECTION) {
        ByteOrder stated = CaptureDecoder.orderOf(block, 8, PcapngReader.BYTE_ORDER_MAGIC);
        if (stated == null) {
          return UNKNOWN;
        }
        order = stated;
      }
      long length = Octets.unsigned32(block, 4, order);
      if (length < PcapngReader.LEAST_BLOCK || (length & 3) != 0) {
        return UNKNOWN;
      }
      if (end + length > size) {
        return length > MOST_BLOCK_BYTES ? UNKNOWN : end;
      }
      end += length;
    }
    return end;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
