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

  /** The head that begins here; null while it is not complete. */
  static @Nullable HttpHead read(Sent sent) throws MalformedMessageException {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    String first = null;
    int at = 0;
    while (true) {
      int end = sent.find('\n', at);
      if (end < 0 || end > MOST_BYTES) {
        if (end > MOST_BYTES || sent.length() > MOST_BYTES) {
          throw new MalformedMessageException("has a head longer than " + MOST_BYTES + " bytes");
        }
        return null;
      }
      int stop = end > at && sent.u8(end - 1) == '\r' ? end - 1 : end;
      String line = sent.utf8(at, stop - at);
      at = end + 1;
      if (first == null) {
        first = line;
      } else if (line.isEmpty()) {
        return new HttpHead(first, names, values, at);
      } else {
        add(line, names, values);
      }
    }
  }

  private static void add(String line, List<String> names, List<String> values)
      throws MalformedMessageException {
    boolean folded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
    if (folded && !values.isEmpty()) {
      values.set(values.size() - 1, values.getLast() + " " + line.strip());
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
