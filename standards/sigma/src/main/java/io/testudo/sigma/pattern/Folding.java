package io.testudo.sigma.pattern;

/**
 * The letter-case folding of case-insensitive comparison: character by character, independent of
 * any locale, and never changing a text's length.
 */
public final class Folding {
  private Folding() {}

  /** The folded text; the same object where nothing changes. */
  public static String fold(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c != fold(c)) {
        var folded = new char[length];
        text.getChars(0, i, folded, 0);
        for (int j = i; j < length; j++) {
          folded[j] = fold(text.charAt(j));
        }
        return new String(folded);
      }
    }
    return text;
  }

  /** The folded character. */
  public static char fold(char c) {
    if (c < 0x80) {
      return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
    }
    return Character.toLowerCase(Character.toUpperCase(c));
  }
}
