package io.testudo.suricata.payload;

/**
 * A number within a run of octets.
 *
 * @param bytes how many octets it takes
 * @param offset where it begins
 * @param relative whether the offset counts from the last match
 * @param littleEndian whether its lowest octet comes first
 * @param radix 8, 10 or 16 if it is spelled in digits, else 0
 * @param mask bits that count, moved down to the lowest; -1 for all
 */
public record NumberField(
    Amount bytes, Amount offset, boolean relative, boolean littleEndian, int radix, long mask) {

  /** Most octets of a number that is no text. */
  public static final int MOST_OCTETS = 8;

  /** Most octets of a number in digits. */
  public static final int MOST_DIGITS = 23;

  /** What was read. */
  record Reading(boolean isThere, long value, int end) {
    static final Reading NONE = new Reading(false, 0, 0);
  }

  Reading read(byte[] octets, int from, int to, int last, long[] slots) {
    long start = (relative ? last : from) + offset.value(slots);
    long count = bytes.value(slots);
    int most = radix == 0 ? MOST_OCTETS : MOST_DIGITS;
    if (start < from || count < 0 || count > most || start + count > to) {
      return Reading.NONE;
    }
    int end = (int) (start + count);
    return radix == 0
        ? new Reading(true, masked(binary(octets, (int) start, end)), end)
        : digits(octets, (int) start, end);
  }

  private long binary(byte[] octets, int start, int end) {
    long value = 0;
    for (int i = start; i < end; i++) {
      int octet = octets[littleEndian ? start + end - 1 - i : i] & 0xFF;
      value = value << 8 | octet;
    }
    return value;
  }

  private long masked(long value) {
    return mask == -1 || mask == 0 ? value : (value & mask) >>> Long.numberOfTrailingZeros(mask);
  }

  /**
   * Digits as C's {@code strtoul} reads them: blanks and a sign before, and what follows is not.
   */
  private Reading digits(byte[] octets, int start, int end) {
    int at = start;
    while (at < end && (octets[at] == ' ' || (octets[at] >= '\t' && octets[at] <= '\r'))) {
      at++;
    }
    boolean minus = at < end && octets[at] == '-';
    if (at < end && (minus || octets[at] == '+')) {
      at++;
    }
    if (radix == 16 && at + 1 < end && octets[at] == '0' && (octets[at + 1] | 32) == 'x') {
      at += 2;
    }
    long value = 0;
    int first = at;
    while (at < end && Character.digit(octets[at], radix) >= 0 && value >>> 58 == 0) {
      value = value * radix + Character.digit(octets[at++], radix);
    }
    return at == first ? Reading.NONE : new Reading(true, masked(minus ? -value : value), at);
  }
}
