package io.testudo.sigma.pattern;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The letter-case folding of case-insensitive comparison: character by character, independent of
 * any locale, and never changing a text's length.
 */
public final class Folding {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;
  private static final long FROM_A = (0x80 - 'A') * ONES;
  private static final long BEYOND_Z = (0x80 - 'Z' - 1) * ONES;
  private static final char[] FOLDED = new char[Character.MAX_VALUE + 1];

  static {
    for (int c = 0; c < FOLDED.length; c++) {
      FOLDED[c] = Character.toLowerCase(Character.toUpperCase((char) c));
    }
  }

  private Folding() {}

  /** The folded text; the same object where nothing changes. */
  public static String fold(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = text.length();
    if (bytes.length == length && text.indexOf('?') < 0) {
      return lower(bytes) ? new String(bytes, StandardCharsets.ISO_8859_1) : text;
    }
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

  /**
   * Lowers ASCII letters, eight at a time: adding to each byte carries into its highest bit exactly
   * where it is beyond a bound. Returns whether there were capitals.
   */
  private static boolean lower(byte[] bytes) {
    long changed = 0;
    int at = 0;
    for (; at + 8 <= bytes.length; at += 8) {
      long eight = (long) LONGS.get(bytes, at);
      long capitals = (eight + FROM_A) & ~(eight + BEYOND_Z) & HIGHS;
      LONGS.set(bytes, at, eight | capitals >>> 2);
      changed |= capitals;
    }
    for (; at < bytes.length; at++) {
      byte folded = (byte) fold((char) bytes[at]);
      changed |= folded ^ bytes[at];
      bytes[at] = folded;
    }
    return changed != 0;
  }

  /** The folded character. */
  public static char fold(char c) {
    return FOLDED[c];
  }
}
