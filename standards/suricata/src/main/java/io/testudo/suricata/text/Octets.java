package io.testudo.suricata.text;

/** Addresses and patterns as the octets they spell. */
public final class Octets {
  private Octets() {}

  /** The 4 or 16 octets of an address in text. */
  static byte[] address(String text) throws MalformedRuleException {
    byte[] octets = text.indexOf(':') >= 0 ? sixteen(text) : four(text);
    if (octets.length == 0) {
      throw new MalformedRuleException("address (" + text + ") must be IPv4 or IPv6");
    }
    return octets;
  }

  private static byte[] four(String text) {
    String[] parts = text.split("\\.", -1);
    byte[] octets = new byte[4];
    if (parts.length != 4) {
      return new byte[0];
    }
    for (int i = 0; i < 4; i++) {
      int value = small(parts[i], 10, 255);
      if (value < 0) {
        return new byte[0];
      }
      octets[i] = (byte) value;
    }
    return octets;
  }

  private static byte[] sixteen(String text) {
    String whole = text;
    int lastColon = whole.lastIndexOf(':');
    if (whole.indexOf('.') > lastColon) {
      byte[] tail = four(whole.substring(lastColon + 1));
      if (tail.length == 0) {
        return tail;
      }
      whole =
          whole.substring(0, lastColon + 1)
              + Integer.toHexString((tail[0] & 0xFF) << 8 | (tail[1] & 0xFF))
              + ":"
              + Integer.toHexString((tail[2] & 0xFF) << 8 | (tail[3] & 0xFF));
    }
    int gap = whole.indexOf("::");
    String[] before = words(gap < 0 ? whole : whole.substring(0, gap));
    String[] after = gap < 0 ? new String[0] : words(whole.substring(gap + 2));
    int missing = 8 - before.length - after.length;
    if (gap < 0 ? missing != 0 : missing < 1) {
      return new byte[0];
    }
    byte[] octets = new byte[16];
    return put(before, octets, 0) && put(after, octets, 8 - after.length) ? octets : new byte[0];
  }

  private static String[] words(String text) {
    return text.isEmpty() ? new String[0] : text.split(":", -1);
  }

  private static boolean put(String[] words, byte[] octets, int from) {
    for (int i = 0; i < words.length; i++) {
      int value = small(words[i], 16, 0xFFFF);
      if (value < 0) {
        return false;
      }
      octets[2 * (from + i)] = (byte) (value >>> 8);
      octets[2 * (from + i) + 1] = (byte) value;
    }
    return true;
  }

  private static int small(String digits, int radix, int most) {
    if (digits.isEmpty() || digits.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = Character.digit(digits.charAt(i), radix);
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value <= most ? value : -1;
  }

  /**
   * The octets of a {@code content}: characters as they are, a backslash before {@code ; " \ :}
   * taken away, hexadecimal octets between bars.
   */
  public static byte[] pattern(String text) throws MalformedRuleException {
    byte[] octets = new byte[text.length()];
    int size = 0;
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '|') {
        int close = text.indexOf('|', i + 1);
        if (close < 0) {
          throw new MalformedRuleException("content (" + text + ") has a bar without its partner");
        }
        size = hexadecimal(text, i + 1, close, octets, size);
        i = close + 1;
      } else {
        if (c == '\\' && i + 1 < text.length() && ";\"\\:".indexOf(text.charAt(i + 1)) >= 0) {
          c = text.charAt(++i);
        }
        octets[size++] = (byte) c;
        i++;
      }
    }
    if (size == 0) {
      throw new MalformedRuleException("content must not be empty");
    }
    return java.util.Arrays.copyOf(octets, size);
  }

  private static int hexadecimal(String text, int from, int to, byte[] octets, int start)
      throws MalformedRuleException {
    int size = start;
    int half = -1;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == ' ' || c == ':') {
        continue;
      }
      int digit = Character.digit(c, 16);
      if (digit < 0) {
        throw new MalformedRuleException(
            "content (" + text + ") has a character that is no digit between bars");
      }
      if (half < 0) {
        half = digit;
      } else {
        octets[size++] = (byte) (half << 4 | digit);
        half = -1;
      }
    }
    if (half >= 0) {
      throw new MalformedRuleException("content (" + text + ") has half an octet between bars");
    }
    return size;
  }
}
