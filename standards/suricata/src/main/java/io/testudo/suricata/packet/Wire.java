package io.testudo.suricata.packet;

/** Numbers in network byte order. */
public final class Wire {
  private Wire() {}

  public static int u8(byte[] b, int at) {
    return b[at] & 0xFF;
  }

  public static int u16(byte[] b, int at) {
    return (b[at] & 0xFF) << 8 | (b[at + 1] & 0xFF);
  }

  public static int u24(byte[] b, int at) {
    return u16(b, at) << 8 | u8(b, at + 2);
  }

  public static int i32(byte[] b, int at) {
    return u16(b, at) << 16 | u16(b, at + 2);
  }

  public static long u32(byte[] b, int at) {
    return i32(b, at) & 0xFFFF_FFFFL;
  }

  public static long i64(byte[] b, int at) {
    return u32(b, at) << 32 | u32(b, at + 4);
  }

  public static int u16Little(byte[] b, int at) {
    return u8(b, at) | u8(b, at + 1) << 8;
  }

  public static long u32Little(byte[] b, int at) {
    return Integer.reverseBytes(i32(b, at)) & 0xFFFF_FFFFL;
  }

  public static long i64Little(byte[] b, int at) {
    return Long.reverseBytes(i64(b, at));
  }

  /** The ones' complement sum that IP, TCP, UDP and ICMP check; 0xFFFF where it is right. */
  static int sum(byte[] b, int from, int to, long start) {
    long sum = start;
    int at = from;
    for (; at + 1 < to; at += 2) {
      sum += u16(b, at);
    }
    sum += at < to ? u8(b, at) << 8 : 0;
    while (sum >>> 16 != 0) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    return (int) sum;
  }
}
