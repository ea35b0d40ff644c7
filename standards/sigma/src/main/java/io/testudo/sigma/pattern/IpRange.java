package io.testudo.sigma.pattern;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A range of addresses in CIDR notation, IPv4 or IPv6. Addresses are only ever read as literals; no
 * name is looked up. An IPv4 address mapped into IPv6 ({@code ::ffff:10.0.0.1}) counts as the IPv4
 * address it is.
 */
public final class IpRange {
  private final byte[] network;
  private final int prefixBits;

  private IpRange(byte[] network, int prefixBits) {
    this.network = network;
    this.prefixBits = prefixBits;
  }

  /** Reads a range; an address alone is the range of that address. */
  public static IpRange parse(String notation) throws PatternRefusedException {
    int slash = notation.indexOf('/');
    byte[] address = address(slash < 0 ? notation : notation.substring(0, slash));
    if (address == null) {
      throw new PatternRefusedException("'" + notation + "' must be an address range in CIDR form");
    }
    int width = address.length * 8;
    if (slash < 0) {
      return new IpRange(address, width);
    }
    String digits = notation.substring(slash + 1);
    boolean number = digits.matches("[0-9]{1,3}") && Integer.parseInt(digits) <= width;
    if (!number) {
      throw new PatternRefusedException(
          "prefix of address range '" + notation + "' must be between 0 and " + width);
    }
    return new IpRange(address, Integer.parseInt(digits));
  }

  /** Whether the text is an address in this range. */
  public boolean contains(String text) {
    byte[] address = address(text);
    if (address == null || address.length != network.length) {
      return false;
    }
    int whole = prefixBits / 8;
    if (!Arrays.equals(address, 0, whole, network, 0, whole)) {
      return false;
    }
    int rest = prefixBits % 8;
    return rest == 0 || ((address[whole] ^ network[whole]) & (0xFF00 >> rest) & 0xFF) == 0;
  }

  private static byte @Nullable [] address(String text) {
    if (text.length() < 2 || text.length() > 60) {
      return null;
    }
    if (text.indexOf(':') < 0) {
      return ipv4(text);
    }
    int zone = text.indexOf('%');
    byte[] address = ipv6(zone < 0 ? text : text.substring(0, zone));
    return address != null && isMapped(address) ? Arrays.copyOfRange(address, 12, 16) : address;
  }

  private static boolean isMapped(byte[] address) {
    for (int i = 0; i < 10; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return address[10] == -1 && address[11] == -1;
  }

  private static byte @Nullable [] ipv4(String text) {
    var address = new byte[4];
    int part = 0;
    int value = -1;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? '.' : text.charAt(i);
      if (c == '.') {
        if (value < 0 || part == 4) {
          return null;
        }
        address[part++] = (byte) value;
        value = -1;
      } else if (c >= '0' && c <= '9') {
        value = Math.max(0, value) * 10 + (c - '0');
        if (value > 255) {
          return null;
        }
      } else {
        return null;
      }
    }
    return part == 4 ? address : null;
  }

  private static byte @Nullable [] ipv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      byte[] all = groups(text);
      return all != null && all.length == 16 ? all : null;
    }
    byte[] head = groups(text.substring(0, gap));
    byte[] tail = groups(text.substring(gap + 2));
    if (head == null || tail == null || head.length + tail.length > 14) {
      return null;
    }
    var address = new byte[16];
    System.arraycopy(head, 0, address, 0, head.length);
    System.arraycopy(tail, 0, address, 16 - tail.length, tail.length);
    return address;
  }

  private static byte @Nullable [] groups(String text) {
    var bytes = new byte[16];
    int count = 0;
    if (text.isEmpty()) {
      return new byte[0];
    }
    for (String group : text.split(":", -1)) {
      byte[] dotted = group.indexOf('.') < 0 ? null : ipv4(group);
      int width = dotted == null ? 2 : 4;
      if (count + width > 16) {
        return null;
      }
      if (dotted != null) {
        System.arraycopy(dotted, 0, bytes, count, 4);
      } else {
        int value = hex(group);
        if (value < 0) {
          return null;
        }
        bytes[count] = (byte) (value >> 8);
        bytes[count + 1] = (byte) value;
      }
      count += width;
    }
    return Arrays.copyOf(bytes, count);
  }

  private static int hex(String group) {
    if (group.isEmpty() || group.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < group.length(); i++) {
      int digit = Character.digit(group.charAt(i), 16);
      if (digit < 0 || group.charAt(i) >= 0x80) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }
}
