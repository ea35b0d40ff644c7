package io.testudo.telemetry.syslog;

import io.testudo.telemetry.record.Records;
import io.testudo.telemetry.record.Window;
import java.io.IOException;
import java.io.InputStream;

/**
 * The messages of a stream, as RFC 6587 frames them: each preceded by its length in octets, or
 * ended by LF or NUL, as every message for itself shows. Empty messages are passed over. A message
 * longer than the bound gives its beginning, and the rest is passed over in constant memory.
 */
public final class SyslogFrames implements Records {

  private static final int KEPT_OF_LONG = 512;
  private static final int MOST_COUNT_DIGITS = 9;

  private final Window window;
  private byte[] buffer;
  private int from;
  private int length;
  private long offset;
  private long excess;

  /** The messages of {@code in}, each of at most {@code mostBytes}. */
  public SyslogFrames(InputStream in, int mostBytes) {
    window = new Window(in, mostBytes);
    buffer = window.bytes();
  }

  @Override
  public boolean next() throws IOException {
    excess = 0;
    while (window.see(1)) {
      byte first = window.at(0);
      if (first == '\n' || first == 0 || first == '\r') {
        window.take(1);
        continue;
      }
      return isCounted() ? counted() : line();
    }
    return false;
  }

  private boolean isCounted() throws IOException {
    int digits = digits();
    return digits > 0
        && window.see(digits + 2)
        && window.at(digits) == ' '
        && window.at(digits + 1) == '<';
  }

  private int digits() throws IOException {
    if (window.at(0) < '1' || window.at(0) > '9') {
      return 0;
    }
    int digits = 1;
    while (digits < MOST_COUNT_DIGITS
        && window.see(digits + 1)
        && window.at(digits) >= '0'
        && window.at(digits) <= '9') {
      digits++;
    }
    return digits;
  }

  private boolean counted() throws IOException {
    int digits = digits();
    int count = 0;
    for (int i = 0; i < digits; i++) {
      count = count * 10 + (window.at(i) - '0');
    }
    window.take(digits + 1);
    if (count > window.mostBytes()) {
      return tooLong(count);
    }
    window.see(count);
    int there = Math.min(count, window.seen());
    give(there);
    window.take(there);
    while (length > 0 && (buffer[from + length - 1] == '\n' || buffer[from + length - 1] == 0)) {
      length--;
    }
    return true;
  }

  private boolean line() throws IOException {
    int at = 0;
    while (true) {
      while (at < window.seen() && window.at(at) != '\n' && window.at(at) != 0) {
        at++;
      }
      if (at < window.seen()) {
        give(at);
        window.take(at + 1);
        break;
      }
      if (at >= window.mostBytes()) {
        return tooLong(-1);
      }
      if (!window.more()) {
        give(at);
        window.take(at);
        break;
      }
    }
    if (length > 0 && buffer[from + length - 1] == '\r') {
      length--;
    }
    return true;
  }

  private void give(int count) {
    buffer = window.bytes();
    from = window.from();
    length = count;
    offset = window.offset();
  }

  /** Keeps the beginning and passes over {@code count} octets, or to the line's end if −1. */
  private boolean tooLong(int count) throws IOException {
    window.see(KEPT_OF_LONG);
    byte[] kept = new byte[Math.min(KEPT_OF_LONG, window.seen())];
    System.arraycopy(window.bytes(), window.from(), kept, 0, kept.length);
    offset = window.offset();
    long passed = 0;
    boolean ended = false;
    do {
      int at = 0;
      int here = count < 0 ? window.seen() : (int) Math.min(window.seen(), count - passed);
      while (at < here && (count >= 0 || (window.at(at) != '\n' && window.at(at) != 0))) {
        at++;
      }
      passed += at;
      ended = count < 0 ? at < window.seen() : passed == count;
      window.take(at);
    } while (!ended && window.more());
    buffer = kept;
    from = 0;
    length = kept.length;
    excess = Math.max(1, passed - kept.length);
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
