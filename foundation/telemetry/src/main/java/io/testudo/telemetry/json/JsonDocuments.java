package io.testudo.telemetry.json;

import io.testudo.telemetry.record.Records;
import io.testudo.telemetry.record.Window;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON objects one after the other, whatever lies between them: white space, commas, the brackets
 * of one array around them all, RFC 7464's separators, or nothing. {@code {"Records": [ … ]}}, as
 * AWS writes its trails, is taken for the array within.
 *
 * <p>An object's end is found by counting brackets outside strings. Where an object breaks off, the
 * next one is found again at the next line that begins with a bracket which JSON could not have
 * there.
 */
public final class JsonDocuments implements Records {

  private static final int KEPT_OF_LONG = 512;
  private static final int MOST_PREFIX = 128;
  private static final Pattern RECORDS = Pattern.compile("\\s*\\{\\s*\"Records\"\\s*:\\s*\\[");

  private final Window window;
  private boolean begun;
  private boolean inRecords;
  private int from;
  private int length;
  private long offset;
  private long excess;
  private byte[] buffer = new byte[0];

  /** The objects of {@code in}, each of at most {@code mostBytes}. */
  public JsonDocuments(InputStream in, int mostBytes) {
    window = new Window(in, mostBytes);
  }

  @Override
  public boolean next() throws IOException {
    excess = 0;
    if (!begun) {
      begun = true;
      passRecordsPrefix();
    }
    if (!passSeparators()) {
      return false;
    }
    int end = window.at(0) == '{' ? objectEnd() : junkEnd();
    if (excess == 0) {
      buffer = window.bytes();
      from = window.from();
      length = end;
      offset = window.offset();
      window.take(end);
    }
    return true;
  }

  private void passRecordsPrefix() throws IOException {
    window.see(MOST_PREFIX);
    String head =
        new String(
            window.bytes(),
            window.from(),
            Math.min(MOST_PREFIX, window.seen()),
            StandardCharsets.ISO_8859_1);
    Matcher prefix = RECORDS.matcher(head);
    if (prefix.lookingAt()) {
      window.take(prefix.end());
      inRecords = true;
    }
  }

  private boolean passSeparators() throws IOException {
    while (window.see(1)) {
      switch (window.at(0)) {
        case ' ', '\t', '\r', '\n', ',', '[', ']', 0x1E -> window.take(1);
        case '}' -> {
          if (!inRecords) {
            return true;
          }
          window.take(1);
        }
        default -> {
          return true;
        }
      }
    }
    return false;
  }

  /** What is no object goes to the end of its line, or to where an object begins. */
  private int junkEnd() throws IOException {
    int at = 1;
    while (window.see(at + 1)) {
      byte b = window.at(at);
      if (b == '\n' || b == '{') {
        return at;
      }
      at++;
      if (at >= window.mostBytes() - 1) {
        return at;
      }
    }
    return at;
  }

  private int objectEnd() throws IOException {
    int depth = 0;
    boolean inString = false;
    boolean escaped = false;
    byte last = ',';
    boolean lineStart = false;
    int at = 0;
    long passed = 0;
    byte[] kept = new byte[0];
    while (window.see(at + 1)) {
      byte b = window.at(at);
      if (b == '\n') {
        inString = false;
        escaped = false;
        lineStart = true;
      } else if (inString) {
        if (escaped) {
          escaped = false;
        } else if (b == '\\') {
          escaped = true;
        } else if (b == '"') {
          inString = false;
          last = b;
        }
      } else if (b != ' ' && b != '\t' && b != '\r') {
        if (b == '{' && lineStart && depth > 0 && last != ':' && last != ',' && last != '[') {
          break;
        }
        lineStart = false;
        switch (b) {
          case '"' -> inString = true;
          case '{', '[' -> depth++;
          case '}', ']' -> depth--;
          default -> {}
        }
        last = b;
        if (depth == 0) {
          at++;
          break;
        }
      } else {
        lineStart = false;
      }
      at++;
      if (at >= window.mostBytes() - 1) {
        if (kept.length == 0) {
          kept = new byte[KEPT_OF_LONG];
          System.arraycopy(window.bytes(), window.from(), kept, 0, KEPT_OF_LONG);
          offset = window.offset();
        }
        passed += at;
        window.take(at);
        at = 0;
      }
    }
    if (kept.length > 0) {
      window.take(at);
      buffer = kept;
      from = 0;
      length = KEPT_OF_LONG;
      excess = passed + at - KEPT_OF_LONG;
    }
    return at;
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
