package io.testudo.vocabulary.entity;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address as a value: 128 bits, never a name, never resolved.
 *
 * <p>An IPv4 address is held in the low 32 bits of {@code low} with {@code high} zero and {@code
 * version} 4. Text is read strictly (dotted quad without leading zeros; RFC 4291 for IPv6, no zone)
 * and written as RFC 5952 asks.
 *
 * @param version 4 or 6
 * @param high the first 64 bits of an IPv6 address, 0 for IPv4
 * @param low the last 64 bits of an IPv6 address, or the 32 bits of an IPv4 address
 */
public record IpAddress(int version, long high, long low) implements Comparable<IpAddress> {

  public IpAddress {
    if (version != 4 && version != 6) {
      throw new IllegalArgumentException("version (" + version + ") of IpAddress must be 4 or 6");
    }
    if (version == 4 && (high != 0 || (low >>> 32) != 0)) {
      throw new IllegalArgumentException("bits of an IPv4 IpAddress must fit in 32 bits");
    }
  }

  /** The IPv4 address with these 32 bits, most significant octet first. */
  public static IpAddress v4(int bits) {
    return new IpAddress(4, 0, bits & 0xFFFF_FFFFL);
  }

  /** The IPv6 address with these 128 bits. */
  public static IpAddress v6(long high, long low) {
    return new IpAddress(6, high, low);
  }

  /**
   * The address in {@code bytes[offset .. offset + length)}, network byte order.
   *
   * @param length 4 or 16
   */
  public static IpAddress of(byte[] bytes, int offset, int length) {
    if (length != 4 && length != 16) {
      throw new IllegalArgumentException("length (" + length + ") of IpAddress must be 4 or 16");
    }
    return length == 4
        ? new IpAddress(4, 0, bits(bytes, offset, 4))
        : new IpAddress(6, bits(bytes, offset, 8), bits(bytes, offset + 8, 8));
  }

  private static long bits(byte[] bytes, int offset, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = (value << 8) | (bytes[offset + i] & 0xFF);
    }
    return value;
  }

  /**
   * The address that {@code text} spells.
   *
   * @throws IllegalArgumentException if it spells none; {@link #parseOrNull} answers without one
   */
  public static IpAddress parse(String text) {
    IpAddress address = parseOrNull(text);
    if (address == null) {
      throw new IllegalArgumentException(
          "address (" + bounded(text) + ") must be a numeric IPv4 or IPv6 address");
    }
    return address;
  }

  private static String bounded(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64) + "…";
  }

  /** The address that {@code text} spells, or null if it spells none. */
  public static @Nullable IpAddress parseOrNull(String text) {
    if (text.length() > 45 || text.isEmpty()) {
      return null;
    }
    return text.indexOf(':') >= 0 ? parseV6(text) : parseV4(text, 0);
  }

  private static @Nullable IpAddress parseV4(String text, int from) {
    long value = 0;
    int octets = 0;
    int i = from;
    int end = text.length();
    while (true) {
      int start = i;
      int octet = 0;
      while (i < end && i - start < 4) {
        char c = text.charAt(i);
        if (c < '0' || c > '9') {
          break;
        }
        octet = octet * 10 + (c - '0');
        i++;
      }
      int digits = i - start;
      if (digits == 0 || digits > 3 || octet > 255 || (digits > 1 && text.charAt(start) == '0')) {
        return null;
      }
      value = (value << 8) | octet;
      octets++;
      if (i == end) {
        return octets == 4 ? new IpAddress(4, 0, value) : null;
      }
      if (text.charAt(i) != '.' || octets == 4) {
        return null;
      }
      i++;
    }
  }

  private static @Nullable IpAddress parseV6(String text) {
    int[] groups = new int[8];
    int count = 0;
    int gap = -1;
    int i = 0;
    int end = text.length();
    if (text.startsWith("::")) {
      gap = 0;
      i = 2;
    } else if (text.charAt(0) == ':') {
      return null;
    }
    while (i < end) {
      if (count == 8) {
        return null;
      }
      int start = i;
      int group = 0;
      while (i < end && i - start < 4 && Character.digit(text.charAt(i), 16) >= 0) {
        if (text.charAt(i) > 'f') {
          return null;
        }
        group = (group << 4) | Character.digit(text.charAt(i), 16);
        i++;
      }
      if (i == start) {
        return null;
      }
      if (i < end && text.charAt(i) == '.') {
        IpAddress tail = parseV4(text, start);
        if (tail == null || count > 6) {
          return null;
        }
        groups[count++] = (int) (tail.low >>> 16);
        groups[count++] = (int) (tail.low & 0xFFFF);
        i = end;
        break;
      }
      groups[count++] = group;
      if (i == end) {
        break;
      }
      if (text.charAt(i) != ':') {
        return null;
      }
      i++;
      if (i < end && text.charAt(i) == ':') {
        if (gap >= 0) {
          return null;
        }
        gap = count;
        i++;
      } else if (i == end) {
        return null;
      }
    }
    if (gap < 0 ? count != 8 : count > 7) {
      return null;
    }
    int[] full = groups;
    if (gap >= 0) {
      full = new int[8];
      System.arraycopy(groups, 0, full, 0, gap);
      System.arraycopy(groups, gap, full, 8 - (count - gap), count - gap);
    }
    long high = 0;
    long low = 0;
    for (int g = 0; g < 4; g++) {
      high = (high << 16) | full[g];
      low = (low << 16) | full[g + 4];
    }
    return new IpAddress(6, high, low);
  }

  /** The address in network byte order: 4 or 16 bytes. */
  public byte[] bytes() {
    byte[] bytes = new byte[version == 4 ? 4 : 16];
    for (int i = 0; i < bytes.length; i++) {
      int fromEnd = bytes.length - 1 - i;
      bytes[i] = (byte) (fromEnd < 8 ? low >>> (8 * fromEnd) : high >>> (8 * (fromEnd - 8)));
    }
    return bytes;
  }

  /** Whether it is in a private, shared, link-local, loopback or unique-local range. */
  public boolean isInternal() {
    if (version == 4) {
      int a = (int) (low >>> 24);
      int b = (int) (low >>> 16) & 0xFF;
      return a == 10
          || a == 127
          || (a == 172 && b >= 16 && b < 32)
          || (a == 192 && b == 168)
          || (a == 169 && b == 254)
          || (a == 100 && b >= 64 && b < 128);
    }
    int first = (int) (high >>> 48);
    return (high == 0 && low == 1) || (first & 0xFE00) == 0xFC00 || (first & 0xFFC0) == 0xFE80;
  }

  /** Whether it names a group or everybody: multicast, or the limited broadcast address. */
  public boolean isMulticast() {
    return version == 4 ? (low >>> 28) == 0xE || low == 0xFFFF_FFFFL : (high >>> 56) == 0xFF;
  }

  /** Whether it names nobody: 0.0.0.0 or {@code ::}. */
  public boolean isUnspecified() {
    return high == 0 && low == 0;
  }

  /** Whether it is in the network of {@code prefixLength} bits that {@code network} begins. */
  public boolean isIn(IpAddress network, int prefixLength) {
    int width = version == 4 ? 32 : 128;
    if (prefixLength < 0 || prefixLength > (network.version == 4 ? 32 : 128)) {
      throw new IllegalArgumentException(
          "prefixLength (" + prefixLength + ") of " + network + " must be in 0.." + width);
    }
    if (network.version != version) {
      return false;
    }
    if (version == 4) {
      return prefixLength == 0 || (low ^ network.low) >>> (32 - prefixLength) == 0;
    }
    long highMask = prefixLength == 0 ? 0 : -1L << (64 - Math.min(64, prefixLength));
    long lowMask = prefixLength <= 64 ? 0 : -1L << (128 - prefixLength);
    return ((high ^ network.high) & highMask) == 0 && ((low ^ network.low) & lowMask) == 0;
  }

  @Override
  public int compareTo(IpAddress other) {
    if (version != other.version) {
      return Integer.compare(version, other.version);
    }
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    if (version == 4) {
      return (low >>> 24)
          + "."
          + ((low >>> 16) & 0xFF)
          + "."
          + ((low >>> 8) & 0xFF)
          + "."
          + (low & 0xFF);
    }
    int[] groups = new int[8];
    for (int g = 0; g < 4; g++) {
      groups[g] = (int) (high >>> (48 - 16 * g)) & 0xFFFF;
      groups[g + 4] = (int) (low >>> (48 - 16 * g)) & 0xFFFF;
    }
    if (high == 0 && (low >>> 32) == 0xFFFF) {
      return "::ffff:" + v4((int) low);
    }
    int gapStart = -1;
    int gapLength = 1;
    for (int g = 0; g < 8; g++) {
      int length = 0;
      while (g + length < 8 && groups[g + length] == 0) {
        length++;
      }
      if (length > gapLength) {
        gapStart = g;
        gapLength = length;
      }
      g += Math.max(0, length - 1);
    }
    StringBuilder text = new StringBuilder(39);
    for (int g = 0; g < 8; g++) {
      if (g == gapStart) {
        text.append("::");
        g += gapLength - 1;
        continue;
      }
      if (g > 0 && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[g]).toLowerCase(Locale.ROOT));
    }
    return text.toString();
  }
}
