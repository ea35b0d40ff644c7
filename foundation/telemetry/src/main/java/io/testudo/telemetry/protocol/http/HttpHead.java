package io.testudo.telemetry.protocol.http;

import io.testudo.telemetry.stream.MalformedMessageException;
import io.testudo.telemetry.stream.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a message and its header fields.
 *
 * @param line without its end
 * @param names of the header fields, in lower case
 * @param values of the header fields, in the same order
 * @param length in bytes, up to the body
 */
record HttpHead(String line, List<String> names, List<String> values, int length) {

  /** More bytes are no head. */
  static final int MOST_BYTES = 1 << 16;

  private static final int MOST_FIELDS = 500;

  /** A folded value grows no further than this. */
  private static final int MOST_VALUE = 1 << 13;

  /**
   * Where the head that begins here ends.
   *
   * @param looked how many bytes were looked at before in vain
   * @return the index behind it, or -1 while it is not complete
   */
  static int end(Sent sent, int looked) throws MalformedMessageException {
    int line = sent.find('\n', Math.max(0, looked - 2));
    while (line >= 0 && line < MOST_BYTES) {
      int next = line + 1;
      if (next < sent.length() && sent.u8(next) == '\r') {
        next++;
      }
      if (next < sent.length() && sent.u8(next) == '\n') {
        return next + 1;
      }
      line = sent.find('\n', line + 1);
    }
    if (sent.length() > MOST_BYTES) {
      throw new MalformedMessageException("has a head longer than " + MOST_BYTES + " bytes");
    }
    return -1;
  }

  /** The head in these bytes, of which the last line is empty. */
  static HttpHead read(Sent head) throws MalformedMessageException {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    String first = null;
    int at = 0;
    while (at < head.length()) {
      int end = head.find('\n', at);
      int stop = end > at && head.u8(end - 1) == '\r' ? end - 1 : end;
      String line = head.utf8(at, stop - at);
      at = end + 1;
      if (first == null) {
        first = line;
      } else if (!line.isEmpty()) {
        add(line, names, values);
      }
    }
    return new HttpHead(first == null ? "" : first, names, values, head.length());
  }

  private static void add(String line, List<String> names, List<String> values)
      throws MalformedMessageException {
    boolean folded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
    if (folded && !values.isEmpty()) {
      String joined = values.getLast() + " " + line.strip();
      values.set(values.size() - 1, joined.length() <= MOST_VALUE ? joined : values.getLast());
      return;
    }
    int colon = line.indexOf(':');
    if (colon <= 0) {
      return;
    }
    if (names.size() >= MOST_FIELDS) {
      throw new MalformedMessageException("has more than " + MOST_FIELDS + " header fields");
    }
    names.add(line.substring(0, colon).strip().toLowerCase(Locale.ROOT));
    values.add(line.substring(colon + 1).strip());
  }

  /** The value of the first header field of this name; null if there is none. */
  @Nullable String value(String name) {
    int at = names.indexOf(name);
    return at < 0 ? null : values.get(at);
  }

  /** Whether the last coding of the body is by chunks. */
  boolean isChunked() {
    String coding = value("transfer-encoding");
    return coding != null && coding.toLowerCase(Locale.ROOT).endsWith("chunked");
  }

  /**
   * The length that the head states, or -1. One that is no number, or beyond all bounds, is 0, so
   * that a request which hides behind such a length shows.
   */
  long contentLength() {
    String text = value("content-length");
    if (text == null) {
      return -1;
    }
    int first = 0;
    while (first < text.length() - 1 && text.charAt(first) == '0') {
      first++;
    }
    String digits = text.substring(first);
    boolean valid = !digits.isEmpty() && digits.length() <= 18;
    return valid && digits.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(digits) : 0;
  }
}
