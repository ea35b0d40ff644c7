package io.testudo.telemetry.recognition;

/** How JSON objects follow one another in an item. */
final class JsonShape {

  private static final int MOST_LINES = 50;

  private JsonShape() {}

  /** Whether text that begins so is likely to be objects, or an array of them. */
  static boolean begins(String text) {
    int at = 0;
    while (at < text.length() && (text.charAt(at) == 0x1E || isSpace(text.charAt(at)))) {
      at++;
    }
    if (at == text.length()) {
      return false;
    }
    char first = text.charAt(at);
    int next = at + 1;
    while (next < text.length() && isSpace(text.charAt(next))) {
      next++;
    }
    if (next == text.length()) {
      return first == '{' || first == '[';
    }
    char second = text.charAt(next);
    return first == '{' ? second == '"' || second == '}' : first == '[' && second == '{';
  }

  /**
   * Whether each object has a line of its own: one of the first lines is one object from end to
   * end.
   *
   * @param whole whether {@code head} is all there is
   */
  static Format isLines(String head, boolean whole) {
    int from = 0;
    for (int line = 0; line < MOST_LINES && from < head.length(); line++) {
      int end = head.indexOf('\n', from);
      if (end < 0) {
        if (!whole) {
          break;
        }
        end = head.length();
      }
      if (isOneObject(head, from, end)) {
        return Format.JSON_LINES;
      }
      from = end + 1;
    }
    return Format.JSON_DOCUMENTS;
  }

  private static boolean isOneObject(String text, int from, int end) {
    int at = from;
    while (at < end && isSpace(text.charAt(at))) {
      at++;
    }
    if (at > from || at == end || text.charAt(at) != '{' || !begins(text.substring(at, end))) {
      return false;
    }
    int depth = 0;
    boolean inString = false;
    for (; at < end; at++) {
      char c = text.charAt(at);
      if (inString) {
        if (c == '\\') {
          at++;
        } else if (c == '"') {
          inString = false;
        }
      } else if (c == '"') {
        inString = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
        if (depth == 0) {
          return text.substring(at + 1, end).isBlank();
        }
      }
    }
    return false;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
