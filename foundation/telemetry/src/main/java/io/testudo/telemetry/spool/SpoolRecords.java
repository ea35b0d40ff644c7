package io.testudo.telemetry.spool;

import io.testudo.telemetry.record.Records;
import io.testudo.telemetry.record.Window;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The records of a segment, each with its prefix. The last may be cut short; a length that cannot
 * be makes the rest of the segment one record, which is then malformed.
 */
public final class SpoolRecords implements Records {

  /** The bytes of a segment's header. */
  static final int HEADER_BYTES = 16;

  private static final String MAGIC = "TSTDSPL\u0001";

  private final Window window;
  private final int mostBytes;
  private boolean begun;
  private int length;
  private int from;
  private long offset;
  private long excess;
  private byte[] buffer;

  /** The records of {@code in}, a segment from its beginning, each of at most {@code mostBytes}. */
  public SpoolRecords(InputStream in, int mostBytes) {
    this.mostBytes =
        mostBytes + SpooledMessage.PREFIX_BYTES + SpooledMessage.LEAST_BODY_BYTES + 255;
    window = new Window(in, this.mostBytes);
    buffer = window.bytes();
  }

  /** Whether an item that begins so is a segment. */
  public static boolean recognises(byte[] head) {
    return head.length >= HEADER_BYTES
        && new String(head, 0, MAGIC.length(), StandardCharsets.ISO_8859_1).equals(MAGIC);
  }

  /** The header of a segment that is begun at this time. */
  static ByteBuffer header(long createdMillis) {
    return ByteBuffer.allocate(HEADER_BYTES)
        .put(MAGIC.getBytes(StandardCharsets.ISO_8859_1))
        .putLong(createdMillis)
        .flip();
  }

  @Override
  public boolean next() throws IOException {
    excess = 0;
    if (!begun) {
      begun = true;
      if (!window.see(HEADER_BYTES)) {
        return false;
      }
      window.take(HEADER_BYTES);
    }
    if (!window.see(1)) {
      return false;
    }
    int wanted = SpooledMessage.PREFIX_BYTES;
    if (window.see(wanted)) {
      long body = ByteBuffer.wrap(window.bytes(), window.from(), 4).getInt();
      if (body < SpooledMessage.LEAST_BODY_BYTES || body + wanted > mostBytes) {
        return rest();
      }
      wanted += (int) body;
      window.see(wanted);
    }
    give(Math.min(wanted, window.seen()));
    window.take(length);
    return true;
  }

  private boolean rest() throws IOException {
    give(SpooledMessage.PREFIX_BYTES);
    buffer = Arrays.copyOfRange(buffer, from, from + length);
    from = 0;
    do {
      excess += window.seen();
      window.take(window.seen());
    } while (window.more());
    excess = Math.max(1, excess - length);
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
