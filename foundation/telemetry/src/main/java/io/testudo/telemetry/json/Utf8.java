package io.testudo.telemetry.json;

/** Sequences of bytes that encode one character in UTF-8 (RFC 3629), beyond ASCII. */
final class Utf8 {

  private Utf8() {}

  /** The length of the sequence at {@code i}; 0 where it is none. */
  static int sequence(byte[] bytes, int i) {
    int first = bytes[i] & 0xFF;
    if (first < 0xC2 || first > 0xF4) {
      return 0;
    }
    int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (i + length > bytes.length) {
      return 0;
    }
    for (int next = 1; next < length; next++) {
      if ((bytes[i + next] & 0xC0) != 0x80) {
        return 0;
      }
    }
    int second = bytes[i + 1] & 0xFF;
    boolean valid =
        switch (first) {
          case 0xE0 -> second >= 0xA0;
          case 0xED -> second < 0xA0;
          case 0xF0 -> second >= 0x90;
          case 0xF4 -> second < 0x90;
          default -> true;
        };
    return valid ? length : 0;
  }

  /**
   * Whether the sequence may be one of the letters whose lower or upper case is in ASCII: dotted
   * and dotless i, the long s, the sign of Kelvin.
   */
  static boolean foldsToAscii(byte[] bytes, int i) {
    int first = bytes[i] & 0xFF;
    int second = bytes[i + 1] & 0xFF;
    return switch (first) {
      case 0xC4 -> second == 0xB0 || second == 0xB1;
      case 0xC5 -> second == 0xBF;
      case 0xE2 -> second == 0x84;
      default -> false;
    };
  }
}
