package io.testudo.telemetry.record;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Lines that end in LF, CR LF or with the stream, without their end. A line longer than the bound
 * gives its beginning, and the rest is passed over in constant memory.
 */
public final class Lines implements Records {

  private static final int KEPT_OF_LONG = 512;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;
  private static final long LINE_FEEDS = '\n' * ONES;

  private final Window window;
  private int from;
  private int length;
  private long offset;
  private long excess;
  private byte[] buffer;

  /** The lines of {@code in}, each of at most {@code mostBytes}. */
  public Lines(InputStream in, int mostBytes) {
    window = new Window(in, mostBytes);
    buffer = window.bytes();
  }

  @Override
  public boolean next() throws IOException {
    excess = 0;
    int seen = 0;
    while (true) {
      byte[] bytes = window.bytes();
      int to = window.from() + window.seen();
      int at = lineFeed(bytes, window.from() + seen, to);
      seen = at - window.from();
      if (at < to) {
        return line(seen, seen + 1);
      }
      if (seen >= window.mostBytes()) {
        return longLine();
      }
      if (!window.more()) {
        return seen > 0 && line(seen, seen);
      }
    }
  }

  /**
   * Where the next line feed is, or {@code to}; looks at eight bytes at a time. Subtracting one
   * borrows from the highest bit of a byte where it is zero, and at most from bytes behind that.
   */
  private static int lineFeed(byte[] bytes, int from, int to) {
    int at = from;
    for (; at + 8 <= to; at += 8) {
      long eight = (long) LONGS.get(bytes, at) ^ LINE_FEEDS;
      long hits = (eight - ONES) & ~eight & HIGHS;
      if (hits != 0) {
        return at + (Long.numberOfTrailingZeros(hits) >>> 3);
      }
    }
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private boolean line(int bytes, int taken) {
    buffer = window.bytes();
    from = window.from();
    offset = window.offset();
    length = bytes > 0 && window.at(bytes - 1) == '\r' ? bytes - 1 : bytes;
    window.take(taken);
    return true;
  }

  private boolean longLine() throws IOException {
    byte[] kept = new byte[KEPT_OF_LONG];
    System.arraycopy(window.bytes(), window.from(), kept, 0, KEPT_OF_LONG);
    offset = window.offset();
    long passed = 0;
    while (true) {
      int at = 0;
      while (at < window.seen() && window.at(at) != '\n') {
        at++;
      }
      passed += at;
      boolean ended = at < window.seen();
      window.take(ended ? at + 1 : at);
      if (ended || !window.more()) {
        break;
      }
    }
    buffer = kept;
    from = 0;
    length = KEPT_OF_LONG;
    excess = passed - KEPT_OF_LONG;
    return true;
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
