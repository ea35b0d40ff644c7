package io.testudo.telemetry.record;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The part of a stream that is in memory: slides forward as bytes are taken, and grows to a bound.
 * Fast and unguarded: positions are the caller's matter.
 */
public final class Window {

  private static final int FIRST_BYTES = 64 * 1024;
  private static final int LEAST_BYTES = 1024;

  private final InputStream in;
  private final int mostBytes;
  private byte[] bytes;
  private int from;
  private int to;
  private long base;

  /** A window on {@code in} that holds at most {@code mostBytes}, and at least a kilobyte. */
  public Window(InputStream in, int mostBytes) {
    this.in = in;
    this.mostBytes = Math.max(mostBytes, LEAST_BYTES);
    bytes = new byte[Math.min(FIRST_BYTES, this.mostBytes)];
  }

  /** The most that the window can hold. */
  public int mostBytes() {
    return mostBytes;
  }

  /** The array in which the window lies; another one after {@link #see}. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the window begins in {@link #bytes}. */
  public int from() {
    return from;
  }

  /** How many bytes are in the window. */
  public int seen() {
    return to - from;
  }

  /** Offset within the stream of the window's first byte. */
  public long offset() {
    return base + from;
  }

  /** The byte {@code index} behind the window's first. */
  public byte at(int index) {
    return bytes[from + index];
  }

  /** Takes {@code count} bytes off the window's front. */
  public void take(int count) {
    from += count;
  }

  /** Reads until the window holds {@code count} bytes; false if the stream ends before. */
  public boolean see(int count) throws IOException {
    while (to - from < count) {
      if (!more()) {
        return false;
      }
    }
    return true;
  }

  /** Reads some more; false at the end of the stream. The window must not be full. */
  public boolean more() throws IOException {
    if (to == bytes.length) {
      if (from > 0) {
        System.arraycopy(bytes, from, bytes, 0, to - from);
        base += from;
        to -= from;
        from = 0;
      } else if (bytes.length < mostBytes) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(mostBytes, 2L * bytes.length));
      } else {
        throw new IllegalStateException("a full window must be emptied before it can see more");
      }
    }
    int read = in.read(bytes, to, bytes.length - to);
    if (read < 0) {
      return false;
    }
    to += read;
    return true;
  }
}
