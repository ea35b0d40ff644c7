package io.testudo.suricata.packet;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the headers of a frame down to the payload, and those of every packet that it carries in a
 * tunnel. Packets that are within others come first.
 *
 * <p>Bounded: at most {@value #MOST_TAGS} link headers and {@value #MOST_DEPTH} packets within each
 * other. What contradicts itself becomes an event of the packet, never an exception.
 */
public final class PacketDecoder {
  static final int MOST_TAGS = 16;
  static final int MOST_DEPTH = 8;

  private final NetworkHeaders network = new NetworkHeaders(this);

  /** The packets of a frame, the innermost first; a frame of an unknown link type gives one. */
  public List<Packet> decode(
      int linkType, byte[] bytes, int from, int to, long number, long timeNanos) {
    List<Packet> packets = new ArrayList<>(1);
    Packet p = new Packet(bytes, from, to);
    p.number = number;
    p.timeNanos = timeNanos;
    link(linkType, p, from, packets);
    return packets;
  }

  /** The packets of a whole IP packet that was put together of fragments. */
  public List<Packet> decodeWhole(byte[] ip, Packet last) {
    List<Packet> packets = new ArrayList<>(1);
    Packet p = new Packet(ip, 0, ip.length);
    p.number = last.number;
    p.timeNanos = last.timeNanos;
    p.depth = last.depth;
    p.vlans.addAll(last.vlans);
    ip(p, 0, packets);
    return packets;
  }

  private void link(int linkType, Packet p, int at, List<Packet> out) {
    switch (linkType) {
      case 1 -> ethernet(p, at, out);
      case 0, 108 -> ip(p, at + 4, out);
      case 9, 50 -> ppp(p, at, out);
      case 12, 14, 101, 228, 229 -> ip(p, at, out);
      case 113 -> etherType(p, at + 14, at + 16, out);
      case 276 -> etherType(p, at, at + 20, out);
      default -> out.add(p);
    }
  }

  void ethernet(Packet p, int at, List<Packet> out) {
    etherType(p, at + 12, at + 14, out);
  }

  /**
   * Follows tags to the network layer; the type is at {@code typeAt}, its content at {@code at}.
   */
  void etherType(Packet p, int typeAt, int at, List<Packet> out) {
    int type = typeAt;
    int next = at;
    for (int tags = 0; tags < MOST_TAGS; tags++) {
      if (next > p.end || type + 2 > p.end) {
        p.events.add("ethernet.pkt_too_small");
        out.add(p);
        return;
      }
      switch (Wire.u16(p.bytes, type)) {
        case 0x8100, 0x88A8, 0x9100 -> {
          if (next + 4 > p.end) {
            p.events.add("vlan.header_too_small");
            out.add(p);
            return;
          }
          p.vlans.add(Wire.u16(p.bytes, next) & 0x0FFF);
          type = next + 2;
          next += 4;
        }
        case 0x0800, 0x86DD -> {
          network.read(p, next, Wire.u16(p.bytes, type) == 0x0800 ? 4 : 6, out);
          return;
        }
        case 0x8864 -> {
          ppp(p, next + 6, out);
          return;
        }
        case 0x8847, 0x8848 -> {
          mpls(p, next, out);
          return;
        }
        case 0x894F -> {
          networkServiceHeader(p, next, out);
          return;
        }
        default -> {
          out.add(p);
          return;
        }
      }
    }
    out.add(p);
  }

  private void mpls(Packet p, int at, List<Packet> out) {
    int next = at;
    for (int labels = 0; labels < MOST_TAGS && next + 4 <= p.end; labels++) {
      boolean bottom = (p.bytes[next + 2] & 1) != 0;
      next += 4;
      if (bottom) {
        ip(p, next, out);
        return;
      }
    }
    p.events.add("mpls.pkt_too_small");
    out.add(p);
  }

  private void ppp(Packet p, int at, List<Packet> out) {
    int next = at + 1 < p.end && Wire.u16(p.bytes, at) == 0xFF03 ? at + 2 : at;
    if (next + 1 >= p.end) {
      p.events.add("ppp.pkt_too_small");
      out.add(p);
      return;
    }
    boolean brief = (p.bytes[next] & 1) != 0;
    int protocol = brief ? Wire.u8(p.bytes, next) : Wire.u16(p.bytes, next);
    if (protocol == 0x21 || protocol == 0x57) {
      ip(p, next + (brief ? 1 : 2), out);
    } else {
      out.add(p);
    }
  }

  /** RFC 8300: the length is in words, the last octet of the first word says what follows. */
  private void networkServiceHeader(Packet p, int at, List<Packet> out) {
    if (at + 8 > p.end) {
      p.events.add("nsh.header_too_small");
      out.add(p);
      return;
    }
    int next = at + 4 * (Wire.u16(p.bytes, at) & 0x3F);
    switch (Wire.u8(p.bytes, at + 3)) {
      case 1 -> network.read(p, next, 4, out);
      case 2 -> network.read(p, next, 6, out);
      case 3 -> ethernet(p, next, out);
      default -> out.add(p);
    }
  }

  /** IP that says its version itself. */
  void ip(Packet p, int at, List<Packet> out) {
    if (at >= p.end) {
      p.events.add("ipraw.invalid_ip_version");
      out.add(p);
      return;
    }
    int version = Wire.u8(p.bytes, at) >>> 4;
    if (version == 4 || version == 6) {
      network.read(p, at, version, out);
    } else {
      p.events.add("ipraw.invalid_ip_version");
      out.add(p);
    }
  }
}
