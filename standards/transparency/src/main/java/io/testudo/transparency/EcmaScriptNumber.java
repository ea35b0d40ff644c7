package io.testudo.transparency;

import java.math.BigDecimal;

/**
 * Numbers as ECMAScript's {@code Number::toString} prints them, which RFC 8785, section 3.2.2.3
 * prescribes.
 */
final class EcmaScriptNumber {

  /*
   * Java (since 19) and ECMAScript both print the fewest digits that read back as the same double,
   * and of those the nearest. They differ in one rule: Java looks among decimals of at least two
   * digits (so 2^-1074 is 4.9E-324), ECMAScript also among those of one (5e-324). So Java's digits
   * are taken, and where there are two, one-digit neighbours are tried. Then the layout is redone.
   */

  private EcmaScriptNumber() {}

  static String format(double value) {
    if (value == 0) {
      return "0"; // Negative zero as well.
    }
    String magnitude = layout(shortest(Math.abs(value)));
    return value < 0 ? "-" + magnitude : magnitude;
  }

  /**
   * The value 0.d₁d₂… × 10^point.
   *
   * @param digits without zeros at either end
   */
  private record Decimal(String digits, int point) {

    String toText() {
      return "0." + digits + "E" + point;
    }
  }

  private static Decimal shortest(double value) {
    Decimal java = ofJava(Double.toString(value));
    if (java.digits.length() != 2) {
      return java;
    }
    int first = java.digits.charAt(0) - '0';
    Decimal below = new Decimal(Integer.toString(first), java.point);
    Decimal above =
        first == 9 ? new Decimal("1", java.point + 1) : new Decimal("" + (first + 1), java.point);
    boolean belowFits = Double.parseDouble(below.toText()) == value;
    boolean aboveFits = Double.parseDouble(above.toText()) == value;
    if (belowFits && aboveFits) {
      return distance(below, value).compareTo(distance(above, value)) < 0 ? below : above;
    }
    return belowFits ? below : aboveFits ? above : java;
  }

  private static BigDecimal distance(Decimal decimal, double value) {
    return new BigDecimal(decimal.toText()).subtract(new BigDecimal(value)).abs();
  }

  private static Decimal ofJava(String text) {
    int e = text.indexOf('E');
    String mantissa = e < 0 ? text : text.substring(0, e);
    int exponent = e < 0 ? 0 : Integer.parseInt(text, e + 1, text.length(), 10);
    int dot = mantissa.indexOf('.');
    String digits = mantissa.substring(0, dot) + mantissa.substring(dot + 1);
    int start = 0;
    while (digits.charAt(start) == '0') {
      start++;
    }
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return new Decimal(digits.substring(start, end), dot + exponent - start);
  }

  /** Steps 6 to 10 of ECMA-262, Number::toString; k is the count of digits, n the point. */
  private static String layout(Decimal decimal) {
    String digits = decimal.digits;
    int k = digits.length();
    int n = decimal.point;
    if (k <= n && n <= 21) {
      return digits + "0".repeat(n - k);
    }
    if (0 < n && n <= 21) {
      return digits.substring(0, n) + "." + digits.substring(n);
    }
    if (-6 < n && n <= 0) {
      return "0." + "0".repeat(-n) + digits;
    }
    String fraction = k == 1 ? "" : "." + digits.substring(1);
    return digits.charAt(0) + fraction + "e" + (n > 0 ? "+" : "-") + Math.abs(n - 1);
  }
}
