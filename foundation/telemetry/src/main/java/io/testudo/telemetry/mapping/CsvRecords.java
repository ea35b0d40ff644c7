package io.testudo.telemetry.mapping;

import io.testudo.telemetry.record.Records;
import io.testudo.telemetry.record.Window;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Records of separated values: lines, but a line feed between quotation marks belongs to its value.
 * A quotation mark that is never closed, or not within the bound, is a mistake of its own line
 * alone. A line longer than the bound gives its beginning, and the rest is passed over.
 */
public final class CsvRecords implements Records {

  private static final int KEPT_OF_LONG = 512;

  private final Window window;
  private final byte separator;
  private byte[] buffer;
  private int from;
  private int length;
  private long offset;
  private long excess;

  /** The records of {@code in}, each of at most {@code mostBytes}. */
  public CsvRecords(InputStream in, int mostBytes, char separator) {
    this.window = new Window(in, mostBytes);
    this.separator = (byte) separator;
    this.buffer = window.bytes();
  }

  @Override
  public boolean next() throws IOException {
    excess = 0;
    if (!window.see(1)) {
      return false;
    }
    int end = end();
    if (end < 0) {
      end = lineEnd();
    }
    if (end < 0) {
      return longLine();
    }
    buffer = window.bytes();
    from = window.from();
    offset = window.offset();
    length = end > 0 && window.at(end - 1) == '\r' ? end - 1 : end;
    window.take(Math.min(end + 1, window.seen()));
    return true;
  }

  /** Where the record ends; −1 where a quotation mark stays open, or nothing ends it. */
  private int end() throws IOException {
    boolean isQuoted = false;
    boolean isStart = true;
    for (int at = 0; at < window.mostBytes(); at++) {
      if (!window.see(at + 1)) {
        return isQuoted ? -1 : at;
      }
      byte next = window.at(at);
      if (isQuoted) {
        boolean isDouble =
            next == '"'
                && at + 1 < window.mostBytes()
                && window.see(at + 2)
                && window.at(at + 1) == '"';
        at += isDouble ? 1 : 0;
        isQuoted = next != '"' || isDouble;
      } else if (next == '\n') {
        return at;
      } else {
        isQuoted = isStart && next == '"';
        isStart = next == separator;
      }
    }
    return -1;
  }

  private int lineEnd() throws IOException {
    for (int at = 0; at < window.mostBytes(); at++) {
      if (!window.see(at + 1) || window.at(at) == '\n') {
        return at;
      }
    }
    return -1;
  }

  private boolean longLine() throws IOException {
    int first = window.from();
    buffer = Arrays.copyOfRange(window.bytes(), first, first + KEPT_OF_LONG);
    offset = window.offset();
    long passed = 0;
    boolean ended = false;
    while (!ended && window.see(1)) {
      int at = 0;
      while (at < window.seen() && window.at(at) != '\n') {
        at++;
      }
      ended = at < window.seen();
      passed += at;
      window.take(ended ? at + 1 : at);
    }
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
