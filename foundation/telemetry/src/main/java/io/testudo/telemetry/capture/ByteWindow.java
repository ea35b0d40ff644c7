package io.testudo.telemetry.capture;

import java.io.IOException;
import java.io.InputStream;

/**
 * A window that slides over a stream, so that records are read in place, never copied. It is as
 * large as the largest look ahead that was asked for.
 */
final class ByteWindow {

  /** How far ahead can be looked. */
  static final int CAPACITY = 1 << 20;

  private static final int FIRST_CAPACITY = 1 << 17;

  /** The window's bytes; those from {@link #position()} on are not consumed yet. */
  byte[] bytes = new byte[FIRST_CAPACITY];

  private final InputStream in;
  private int position;
  private int limit;
  private long consumedBefore;
  private boolean ended;

  ByteWindow(InputStream in) {
    this.in = in;
  }

  int position() {
    return position;
  }

  /** Offset in the stream of the first byte that is not consumed. */
  long offset() {
    return consumedBefore + position;
  }

  /** How many bytes are there without reading more. */
  int available() {
    return limit - position;
  }

  /**
   * Whether {@code count} bytes, at most {@link #CAPACITY}, lie ahead; reads until they do or the
   * stream ends. May move the window: positions taken before are void.
   */
  boolean ensure(int count) throws IOException {
    if (limit - position >= count) {
      return true;
    }
    if (position + count > bytes.length) {
      byte[] into =
          count <= bytes.length ? bytes : new byte[Math.min(CAPACITY, Math.max(count, 1 << 18))];
      System.arraycopy(bytes, position, into, 0, limit - position);
      bytes = into;
      consumedBefore += position;
      limit -= position;
      position = 0;
    }
    while (limit - position < count && !ended) {
      int read = in.read(bytes, limit, bytes.length - limit);
      if (read < 0) {
        ended = true;
      } else {
        limit += read;
      }
    }
    return limit - position >= count;
  }

  /** Consumes bytes that {@link #ensure} found. */
  void advance(int count) {
    position += count;
  }

  /** Consumes {@code count} bytes, or what there is; false if the stream ended before. */
  boolean skip(long count) throws IOException {
    long left = count;
    while (left > 0) {
      int step = (int) Math.min(left, limit - position);
      position += step;
      left -= step;
      if (left > 0 && !ensure(1)) {
        return false;
      }
    }
    return true;
  }
}
