package io.testudo.sigma.pattern;

import org.jspecify.annotations.Nullable;

/**
 * A number of a rule or an event: exact where it is whole and fits 64 bits.
 *
 * @param whole the number where {@code exact}
 * @param decimal the number, rounded where {@code exact}
 * @param exact whether the number is {@code whole}
 */
public record Quantity(long whole, double decimal, boolean exact) implements Comparable<Quantity> {
  private static final int MAX_LENGTH = 48;

  /** A whole number. */
  public static Quantity of(long whole) {
    return new Quantity(whole, whole, true);
  }

  /** A number with a fraction. */
  public static Quantity of(double decimal) {
    return new Quantity(0, decimal, false);
  }

  /** Reads decimal, {@code 0x} and {@code 0o} notation; null where the text is no number. */
  public static @Nullable Quantity parse(String text) {
    String number = text.strip();
    if (number.isEmpty() || number.length() > MAX_LENGTH) {
      return null;
    }
    try {
      if (number.startsWith("0x") || number.startsWith("0X")) {
        return radix(number, 16);
      }
      if (number.startsWith("0o")) {
        return radix(number, 8);
      }
      boolean whole = true;
      for (int i = 0; i < number.length(); i++) {
        char c = number.charAt(i);
        if ("+-.eE".indexOf(c) < 0 && (c < '0' || c > '9')) {
          return null;
        }
        whole &= (c >= '0' && c <= '9') || (i == 0 && (c == '-' || c == '+'));
      }
      return whole && number.length() < 19
          ? of(Long.parseLong(number))
          : of(Double.parseDouble(number));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Quantity radix(String number, int radix) {
    return of(Long.parseUnsignedLong(number.substring(2), radix));
  }

  @Override
  public int compareTo(Quantity other) {
    return exact && other.exact
        ? Long.compare(whole, other.whole)
        : Double.compare(decimal, other.decimal);
  }
}
