package io.testudo.sigma.pattern;

/**
 * The letter-case folding of case-insensitive comparison: character by character, independent of
 * any locale, and never changing a text's length.
 */
public final class Folding {
  private static final char[] FOLDED = new char[Character.MAX_VALUE + 1];

  static {
    for (int c = 0; c < FOLDED.length; c++) {
      FOLDED[c] = Character.toLowerCase(Character.toUpperCase((char) c));
    }
  }

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
    return FOLDED[c];
  }
}
