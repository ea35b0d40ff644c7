package io.testudo.suricata.packet;

import java.util.List;

/** Finds the packets that a packet carries: IP in IP, GRE, ERSPAN, VXLAN, Geneve, Teredo. */
final class Tunnels {
  private final PacketDecoder decoder;

  Tunnels(PacketDecoder decoder) {
    this.decoder = decoder;
  }

  void open(Packet p, List<Packet> out) {
    switch (p.protocol) {
      case 4, 41 -> inIp(p, out);
      case 47 -> gre(p, out);
      case 17 -> {
        if (p.isUdp()) {
          udp(p, out);
        }
      }
      default -> {}
    }
  }

  private void inIp(Packet p, List<Packet> out) {
    int at = p.transportStart;
    if (at >= p.end) {
      return;
    }
    int version = Wire.u8(p.bytes, at) >>> 4;
    if (version == (p.protocol == 4 ? 4 : 6)) {
      decoder.ip(p.inner(), at, out);
    } else if (p.ipVersion == 6) {
      p.events.add(
          p.protocol == 4 ? "ipv6.ipv4_in_ipv6_wrong_version" : "ipv6.ipv6_in_ipv6_wrong_version");
    }
  }

  /** RFC 2784 and 2890; version 1 is PPTP's (RFC 2637). */
  private void gre(Packet p, List<Packet> out) {
    int at = p.transportStart;
    if (at + 4 > p.end) {
      p.events.add("gre.pkt_too_small");
      return;
    }
    int flags = Wire.u16(p.bytes, at);
    int next = at + 4;
    boolean isPptp = (flags & 7) == 1;
    next += (flags & 0x8000) != 0 ? 4 : 0;
    next += (flags & 0x2000) != 0 ? 4 : 0;
    next += (flags & 0x1000) != 0 ? 4 : 0;
    next += isPptp && (flags & 0x0080) != 0 ? 4 : 0;
    if (next > p.end) {
      p.events.add("gre.pkt_too_small");
      return;
    }
    int type = Wire.u16(p.bytes, at + 2);
    if (type == 0x88BE) {
      int header = (flags & 0x1000) != 0 ? 8 : 0;
      span(p, next, header, out);
    } else if (type == 0x6558) {
      inEthernet(p, next, out);
    } else if (type == 0x880B) {
      Packet inner = p.inner();
      int protocolAt = next + (next + 1 < p.end && Wire.u16(p.bytes, next) == 0xFF03 ? 2 : 0);
      if (protocolAt + 2 <= p.end && Wire.u16(p.bytes, protocolAt) == 0x21) {
        decoder.ip(inner, protocolAt + 2, out);
      }
    } else {
      decoder.etherType(p.inner(), at + 2, next, out);
    }
  }

  /** What ERSPAN mirrors; its own header names the VLAN it was on. */
  private void span(Packet p, int at, int header, List<Packet> out) {
    if (at + header > p.end) {
      p.events.add("erspan.header_too_small");
      return;
    }
    Packet inner = p.inner();
    int vlan = header == 0 ? 0 : Wire.u16(p.bytes, at) & 0x0FFF;
    if (vlan != 0) {
      inner.vlans.add(vlan);
    }
    decoder.ethernet(inner, at + header, out);
  }

  private void inEthernet(Packet p, int at, List<Packet> out) {
    if (at + 14 <= p.end) {
      decoder.ethernet(p.inner(), at, out);
    }
  }

  private void udp(Packet p, List<Packet> out) {
    int at = p.payloadStart;
    if (p.destinationPort == 4789 && at + 8 <= p.payloadEnd && (p.bytes[at] & 0x08) != 0) {
      inEthernet(p, at + 8, out);
    } else if (p.destinationPort == 6081 && at + 8 <= p.payloadEnd) {
      int next = at + 8 + 4 * (p.bytes[at] & 0x3F);
      if (next <= p.payloadEnd) {
        geneve(p, at, next, out);
      }
    } else if (p.destinationPort == 3544 || p.sourcePort == 3544) {
      teredo(p, at, out);
    }
  }

  private void geneve(Packet p, int at, int next, List<Packet> out) {
    if (Wire.u16(p.bytes, at + 2) == 0x6558) {
      inEthernet(p, next, out);
    } else {
      decoder.etherType(p.inner(), at + 2, next, out);
    }
  }

  /** RFC 4380: authentication and origin may come before the IPv6 header. */
  private void teredo(Packet p, int from, List<Packet> out) {
    int at = from;
    if (at + 4 <= p.payloadEnd && Wire.u16(p.bytes, at) == 1) {
      at += 13 + Wire.u8(p.bytes, at + 2) + Wire.u8(p.bytes, at + 3);
    }
    if (at + 8 <= p.payloadEnd && Wire.u16(p.bytes, at) == 0) {
      at += 8;
    }
    if (at + 40 <= p.payloadEnd
        && Wire.u8(p.bytes, at) >>> 4 == 6
        && at + 40 + Wire.u16(p.bytes, at + 4) <= p.payloadEnd) {
      decoder.ip(p.inner(), at, out);
    }
  }
}
