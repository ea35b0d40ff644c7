package io.testudo.suricata.protocol;

/** Comparisons of octets with text. */
public final class Signs {
  private Signs() {}

  /** Whether the octets at a place begin with a text, letters of either case alike. */
  public static boolean at(byte[] octets, int at, int length, String text) {
    if (at < 0 || at + text.length() > length) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (folded(octets[at + i]) != folded((byte) text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** The first place of an octet, or -1. */
  public static int find(byte[] octets, int from, int length, int octet) {
    for (int i = from; i < length; i++) {
      if (octets[i] == octet) {
        return i;
      }
    }
    return -1;
  }

  /** The first place of a text, or -1. */
  public static int find(byte[] octets, int from, int length, String text) {
    for (int i = from; i + text.length() <= length; i++) {
      if (at(octets, i, length, text)) {
        return i;
      }
    }
    return -1;
  }

  private static int folded(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
  }
}
