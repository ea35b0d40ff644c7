package io.testudo.suricata.packet;

/** Whether the checksums of a packet are right. */
public final class Checksums {
  private Checksums() {}

  /** Whether the checksum of the IPv4 header is right; there is none in IPv6. */
  public static boolean isIpRight(Packet p) {
    return p.ipVersion != 4 || Wire.sum(p.bytes, p.ipStart, p.ipEnd, 0) == 0xFFFF;
  }

  /** Whether the checksum over the transport header and what it carries is right. */
  public static boolean isTransportRight(Packet p) {
    if (!p.transportRead || p.isFragment() || p.isSctp()) {
      return true;
    }
    if (p.isUdp() && Wire.u16(p.bytes, p.transportStart + 6) == 0) {
      return true;
    }
    return TransportHeaders.isSumRight(p);
  }
}
