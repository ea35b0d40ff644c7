package io.testudo.sigma.pattern;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A text with one byte a character, for filters that do not regard letter case: where folded texts
 * are equal their bytes are, but not the other way round, since of characters beyond ASCII only
 * eight bits are kept.
 *
 * <p>Letters stay as they are where the text is ASCII; {@link #same} and {@link #eightAt} fold what
 * they read.
 */
public final class FoldedBytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long CASE_BITS = 0x2020_2020_2020_2020L;
  private static final byte[] FOLDED = new byte[256];

  static {
    for (int c = 0; c < FOLDED.length; c++) {
      FOLDED[c] = c < 0x80 ? (byte) Folding.fold((char) c) : (byte) c;
    }
  }

  private final byte[] bytes;
  private final int length;
  private final boolean ascii;

  private FoldedBytes(byte[] bytes, int length, boolean ascii) {
    this.bytes = bytes;
    this.length = length;
    this.ascii = ascii;
  }

  /** The bytes of a text. */
  public static FoldedBytes of(String text) {
    int length = text.length();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == length && !hidesSurrogate(text)) {
      return new FoldedBytes(bytes, length, true);
    }
    bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      char c = Folding.fold(text.charAt(i));
      bytes[i] = c < 0x80 ? (byte) c : (byte) (c ^ c >>> 8);
    }
    return new FoldedBytes(bytes, length, false);
  }

  /** The bytes of a document, as they are and not copied. */
  public static FoldedBytes ofDocument(byte[] document) {
    return new FoldedBytes(document, document.length, false);
  }

  /** A surrogate without its other half is encoded in one byte, as a question mark. */
  private static boolean hidesSurrogate(String text) {
    return text.indexOf('?') >= 0 && text.chars().anyMatch(c -> c >= 0x80);
  }

  /** How many characters the text has. */
  public int length() {
    return length;
  }

  /** Whether all of them are ASCII, and so are those of the folded text. */
  public boolean isAscii() {
    return ascii;
  }

  /**
   * Eight bytes from a place in the text on, the first of them lowest, without the bits that tell
   * the case of letters; what lies beyond the end is alike for all texts.
   */
  public long eightAt(int from) {
    int beyond = from + 8 - bytes.length;
    return beyond <= 0 ? (long) LONGS.get(bytes, from) | CASE_BITS : lastFrom(from, beyond);
  }

  /** The last place from which eight bytes are there; may be negative. */
  public int lastWhole() {
    return bytes.length - 8;
  }

  /** The same as {@link #eightAt} for places up to {@link #lastWhole}. */
  public long eightWithin(int from) {
    return (long) LONGS.get(bytes, from) | CASE_BITS;
  }

  private long lastFrom(int from, int beyond) {
    if (bytes.length >= 8) {
      return (long) LONGS.get(bytes, from - beyond) >>> 8 * beyond | CASE_BITS;
    }
    long eight = 0;
    for (int i = bytes.length - 1; i >= from; i--) {
      eight = eight << 8 | bytes[i] & 0xFF;
    }
    return eight | CASE_BITS;
  }

  /** Whether the text goes on with another one at a place. */
  public boolean same(int from, FoldedBytes other) {
    if (from < 0 || from + other.length > length) {
      return false;
    }
    for (int i = 0; i < other.length; i++) {
      if (FOLDED[bytes[from + i] & 0xFF] != FOLDED[other.bytes[i] & 0xFF]) {
        return false;
      }
    }
    return true;
  }
}
