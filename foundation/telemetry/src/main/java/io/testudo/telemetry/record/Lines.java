package io.testudo.telemetry.record;

import java.io.IOException;
import java.io.InputStream;

/**
 * Lines that end in LF, CR LF or with the stream, without their end. A line longer than the bound
 * gives its beginning, and the rest is passed over in constant memory.
 */
public final class Lines implements Records {

  private static final int KEPT_OF_LONG = 512;

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
      int at = window.from() + seen;
      int to = window.from() + window.seen();
      while (at < to && bytes[at] != '\n') {
        at++;
      }
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
