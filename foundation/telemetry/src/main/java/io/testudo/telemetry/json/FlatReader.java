package io.testudo.telemetry.json;

import io.testudo.vocabulary.event.Layout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the values of a JSON object without decoding them, where the object is of the plain kind
 * that logs are made of: valid throughout, flat but for lists of scalars, and with names in an
 * order that was seen before. Everything else is left to {@link JsonFields}, which also says what
 * is wrong with it.
 *
 * <p>Cost: strings are passed eight bytes at a time up to the next quotation mark, backslash,
 * control character or byte beyond ASCII. Not thread-safe.
 */
final class FlatReader {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;
  private static final int MOST_NUMBER = 300;
  private static final int MOST_FIELDS = 1_024;

  private final LayoutTree tree;
  private byte[] bytes = new byte[0];
  private int at;
  private int[] spans = new int[64];
  private boolean verbatim;
  private boolean plain;

  /** Reads objects with the names of a tree, and lets it grow. */
  FlatReader(LayoutTree tree) {
    this.tree = tree;
  }

  /** The object that is all of {@code source[from .. from + length)}, or null. */
  @Nullable FlatObject read(byte[] source, int from, int length) {
    bytes = new byte[length + FlatObject.PADDING];
    System.arraycopy(source, from, bytes, 0, length);
    at = 0;
    verbatim = true;
    passSpace();
    if (bytes[at++] != '{') {
      return null;
    }
    LayoutTree.Node node = tree.root();
    int fields = 0;
    do {
      node = name(node);
      if (node == null || fields == MOST_FIELDS || !value(fields++)) {
        return null;
      }
      passSpace();
    } while (bytes[at++] == ',');
    if (bytes[at - 1] != '}') {
      return null;
    }
    passSpace();
    Layout layout = at == length ? LayoutTree.end(node) : null;
    return layout == null
        ? null
        : new FlatObject(layout, bytes, Arrays.copyOf(spans, 2 * fields), verbatim);
  }

  private void passSpace() {
    while (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\n' || bytes[at] == '\r') {
      at++;
    }
  }

  /** Passes a name and its colon; null where there is none that can be kept. */
  private LayoutTree.@Nullable Node name(LayoutTree.Node above) {
    passSpace();
    if (bytes[at++] != '"') {
      return null;
    }
    LayoutTree.Node node = LayoutTree.follow(above, bytes, at);
    if (node == null) {
      int begin = at;
      at--;
      if (!string() || !plain || at - 1 - begin > LayoutTree.MOST_NAME) {
        return null;
      }
      node = tree.grow(above, Arrays.copyOfRange(bytes, begin, at - 1));
    } else {
      at += node.name.length + 1;
    }
    passSpace();
    return bytes[at++] == ':' ? node : null;
  }

  /** Passes a value and notes where it lies; false where it is not of the plain kind. */
  private boolean value(int field) {
    passSpace();
    if (2 * field == spans.length) {
      spans = Arrays.copyOf(spans, 2 * spans.length);
    }
    spans[2 * field] = at;
    if (bytes[at] == '"') {
      boolean valid = string();
      spans[2 * field + 1] = plain ? at - 1 : ~(at - 1);
      return valid;
    }
    boolean valid = bytes[at] == '[' ? list() : scalar();
    spans[2 * field + 1] = at;
    return valid;
  }

  private boolean list() {
    do {
      at++;
      passSpace();
      boolean valid = bytes[at] == '"' ? string() : scalar();
      if (!valid) {
        return false;
      }
      passSpace();
    } while (bytes[at] == ',');
    return bytes[at++] == ']';
  }

  private boolean scalar() {
    return switch (bytes[at]) {
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    };
  }

  private boolean word(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (bytes[at + i] != word.charAt(i)) {
        return false;
      }
    }
    at += word.length();
    return !isDigitOrLetter(bytes[at]);
  }

  private static boolean isDigitOrLetter(byte b) {
    return b >= '0' && b <= '9' || (b | 0x20) >= 'a' && (b | 0x20) <= 'z' || b < 0;
  }

  private boolean number() {
    int begin = at;
    if (bytes[at] == '-') {
      at++;
    }
    int first = at;
    int digits = digits();
    if (digits == 0 || (digits > 1 && bytes[first] == '0')) {
      return false;
    }
    if (bytes[at] == '.') {
      verbatim = false;
      at++;
      if (digits() == 0) {
        return false;
      }
    }
    if ((bytes[at] | 0x20) == 'e') {
      verbatim = false;
      at++;
      if (bytes[at] == '+' || bytes[at] == '-') {
        at++;
      }
      if (digits() == 0) {
        return false;
      }
    }
    return at - begin <= MOST_NUMBER && !isDigitOrLetter(bytes[at]);
  }

  private int digits() {
    int begin = at;
    while (bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at - begin;
  }

  /** Passes a string; notes whether it is ASCII without escapes. */
  private boolean string() {
    plain = true;
    int i = at + 1;
    while (i + 8 <= bytes.length) {
      long hits = hits((long) LONGS.get(bytes, i));
      if (hits == 0) {
        i += 8;
        continue;
      }
      i += Long.numberOfTrailingZeros(hits) >>> 3;
      byte b = bytes[i];
      if (b == '"') {
        at = i + 1;
        return true;
      }
      plain = false;
      int passed = b == '\\' ? escape(i) : b < 0 ? Utf8.sequence(bytes, i) : 0;
      if (passed == 0) {
        return false;
      }
      verbatim &= b >= 0 || !Utf8.foldsToAscii(bytes, i);
      i += passed;
    }
    return false;
  }

  /**
   * The high bit of each byte that ends a plain run. Borrows may set more of them, but only behind
   * the first.
   */
  private static long hits(long eight) {
    long quote = eight ^ '"' * ONES;
    long backslash = eight ^ '\\' * ONES;
    return ((quote - ONES) & ~quote
            | (backslash - ONES) & ~backslash
            | (eight - 0x20 * ONES) & ~eight
            | eight)
        & HIGHS;
  }

  /** The length of the escape at {@code i}, 0 where it is none. */
  private int escape(int i) {
    switch (bytes[i + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return 2;
      }
      case 'u' -> {
        verbatim = false;
        for (int digit = i + 2; digit < i + 6; digit++) {
          if (digit >= bytes.length || Character.digit(bytes[digit], 16) < 0) {
            return 0;
          }
        }
        return 6;
      }
      default -> {
        return 0;
      }
    }
  }
}
