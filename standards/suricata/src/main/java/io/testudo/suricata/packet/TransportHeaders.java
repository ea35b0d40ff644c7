package io.testudo.suricata.packet;

/** Reads the headers of TCP, UDP, ICMP and SCTP. */
final class TransportHeaders {

  void read(Packet p) {
    switch (p.protocol) {
      case 6 -> tcp(p);
      case 17 -> udp(p);
      case 1, 58 -> icmp(p);
      case 132 -> sctp(p);
      default -> unknown(p);
    }
  }

  private static void unknown(Packet p) {
    boolean known =
        switch (p.protocol) {
          case 0, 2, 4, 41, 43, 44, 47, 50, 51, 58, 59, 60, 135, 139, 140 -> true;
          default -> false;
        };
    if (p.ipVersion == 4 && !known) {
      p.events.add("ipv4.unknown_protocol");
    }
  }

  private static void tcp(Packet p) {
    int at = p.transportStart;
    if (at + 20 > p.end) {
      p.events.add("tcp.pkt_too_small");
      return;
    }
    int header = Wire.u8(p.bytes, at + 12) >>> 4 << 2;
    if (header < 20 || at + header > p.end) {
      p.events.add("tcp.hlen_too_small");
      return;
    }
    ports(p, at);
    p.tcpSequence = Wire.i32(p.bytes, at + 4);
    p.tcpAcknowledgement = Wire.i32(p.bytes, at + 8);
    p.tcpFlags = Wire.u8(p.bytes, at + 13);
    p.tcpWindow = Wire.u16(p.bytes, at + 14);
    p.tcpUrgent = Wire.u16(p.bytes, at + 18);
    p.payloadStart = at + header;
  }

  private static void udp(Packet p) {
    int at = p.transportStart;
    if (at + 8 > p.end) {
      p.events.add("udp.hlen_too_small");
      return;
    }
    int length = Wire.u16(p.bytes, at + 4);
    if (length != 0 && length < 8) {
      p.events.add("udp.hlen_too_small");
      return;
    }
    ports(p, at);
    p.payloadStart = at + 8;
    if (length != 0 && (p.fragmentBits & 1) == 0) {
      p.payloadEnd = Math.min(p.end, at + length);
    }
  }

  private static void icmp(Packet p) {
    int at = p.transportStart;
    if (at + 4 > p.end) {
      p.events.add(p.protocol == 1 ? "icmpv4.pkt_too_small" : "icmpv6.pkt_too_small");
      return;
    }
    p.sourcePort = Wire.u8(p.bytes, at);
    p.destinationPort = Wire.u8(p.bytes, at + 1);
    p.payloadStart = Math.min(p.end, at + 8);
    p.transportRead = true;
  }

  private static void sctp(Packet p) {
    int at = p.transportStart;
    if (at + 12 > p.end) {
      p.events.add("sctp.pkt_too_small");
      return;
    }
    ports(p, at);
    p.payloadStart = at + 12;
  }

  private static void ports(Packet p, int at) {
    p.sourcePort = Wire.u16(p.bytes, at);
    p.destinationPort = Wire.u16(p.bytes, at + 2);
    p.transportRead = true;
  }

  /** Whether the checksum of the transport header is right. */
  static boolean isSumRight(Packet p) {
    int length = p.end - p.transportStart;
    long pseudo = length + p.protocol;
    int from = p.ipVersion == 4 ? p.ipStart + 12 : p.ipStart + 8;
    int to = p.ipVersion == 4 ? p.ipStart + 20 : p.ipStart + 40;
    if (p.protocol == 1) {
      pseudo = 0;
    } else {
      pseudo = Wire.sum(p.bytes, from, to, pseudo);
    }
    return Wire.sum(p.bytes, p.transportStart, p.end, pseudo) == 0xFFFF;
  }
}
