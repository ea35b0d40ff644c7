package io.testudo.ocsf.validation;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A type of the dictionary whose values are not objects.
 *
 * @param name such as {@code ip_t}
 * @param kind the JSON that it is written in
 * @param minimum the least whole number
 * @param maximum the greatest whole number
 * @param maxLength the most characters of a text
 * @param pattern what a text must contain
 * @param values the only values, in JSON; empty for any
 */
record ScalarType(
    String name,
    Kind kind,
    long minimum,
    long maximum,
    int maxLength,
    @Nullable Pattern pattern,
    Set<String> values) {

  /*
   * Patterns come from the schema and are written for short values; java.util.regex backtracks and
   * recurses. So a text longer than MAX_MATCHED fails its pattern unread, and a match that takes
   * more than MAX_STEPS looks at characters is given up and fails too. Base64, which may be long,
   * is checked without the pattern.
   */
  private static final int MAX_MATCHED = 2_048;

  private static final int MAX_STEPS = 200_000;
  private static final String BYTES = "bytestring_t";

  enum Kind {
    TEXT("a string"),
    WHOLE_NUMBER("a whole number of at most 64 bits"),
    NUMBER("a number"),
    FLAG("true or false"),
    ANY("any JSON");

    private final String description;

    Kind(String description) {
      this.description = description;
    }
  }

  ScalarType {
    values = Set.copyOf(values);
  }

  /** What the value must be, if its JSON type is wrong. */
  @Nullable String wrongType(JsonNode value) {
    boolean fits =
        switch (kind) {
          case TEXT -> value.isString();
          case WHOLE_NUMBER -> value.isIntegralNumber() && value.canConvertToLong();
          case NUMBER -> value.isNumber();
          case FLAG -> value.isBoolean();
          case ANY -> true;
        };
    return fits ? null : kind.description;
  }

  /** What the value must be, if it has the right JSON type but breaks a rule of this type. */
  @Nullable String wrongValue(JsonNode value) {
    if (kind == Kind.WHOLE_NUMBER) {
      long number = value.longValue();
      if (number < minimum || number > maximum) {
        return "from " + minimum + " to " + maximum;
      }
    }
    if (kind == Kind.TEXT) {
      String text = value.stringValue();
      if (text.length() > maxLength) {
        return "at most " + maxLength + " characters long";
      }
      if (pattern != null && !matches(pattern, text)) {
        return "written as a value of " + name;
      }
    }
    return values.isEmpty() || values.contains(value.toString())
        ? null
        : "one of " + values.stream().sorted().toList();
  }

  private boolean matches(Pattern pattern, String text) {
    if (name.equals(BYTES)) {
      return isBase64(text);
    }
    if (text.length() > MAX_MATCHED) {
      return false;
    }
    try {
      return pattern.matcher(new Metered(text, new int[] {MAX_STEPS})).find();
    } catch (TooManyStepsException e) {
      return false;
    }
  }

  /** RFC 4648: the plain alphabet padded to a multiple of four, or the one that is safe in URLs. */
  static boolean isBase64(String text) {
    int end = text.length();
    while (end > 0 && end > text.length() - 2 && text.charAt(end - 1) == '=') {
      end--;
    }
    boolean isPlain = true;
    boolean isUrlSafe = end == text.length();
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      boolean isCommon = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
      isPlain &= isCommon || c == '+' || c == '/';
      isUrlSafe &= isCommon || c == '-' || c == '_';
    }
    return text.length() % 4 == 0 && (isPlain || isUrlSafe);
  }

  /** A text that counts how often it is looked at. */
  private record Metered(String text, int[] stepsLeft) implements CharSequence {

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (stepsLeft[0]-- == 0) {
        throw new TooManyStepsException();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Metered(text.substring(start, end), stepsLeft);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final class TooManyStepsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyStepsException() {
      super("too many steps", null, false, false);
    }
  }
}
