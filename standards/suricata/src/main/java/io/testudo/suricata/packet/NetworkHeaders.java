package io.testudo.suricata.packet;

import io.testudo.suricata.text.AddressSet;
import java.util.List;

/** Reads the headers of IPv4 and IPv6, and hands on what they carry. */
final class NetworkHeaders {
  private static final int MOST_EXTENSIONS = 16;

  private final TransportHeaders transport = new TransportHeaders();
  private final Tunnels tunnels;

  NetworkHeaders(PacketDecoder decoder) {
    this.tunnels = new Tunnels(decoder);
  }

  /** Reads a header that another header announced to be of this version. */
  void read(Packet p, int at, int version, List<Packet> out) {
    p.ipStart = at;
    boolean read = version == 4 ? ipv4(p, at) : ipv6(p, at);
    if (read) {
      p.wireLength = p.depth == 0 ? p.wireLength : p.end - at;
      p.payloadStart = p.transportStart;
      p.payloadEnd = p.end;
      if (p.fragmentOffset == 0) {
        transport.read(p);
      }
      if (!p.isFragment() && p.depth < PacketDecoder.MOST_DEPTH) {
        tunnels.open(p, out);
      }
    }
    out.add(p);
  }

  private static boolean ipv4(Packet p, int at) {
    if (at + 20 > p.end) {
      p.events.add("ipv4.pkt_too_small");
      return false;
    }
    byte[] b = p.bytes;
    if (Wire.u8(b, at) >>> 4 != 4) {
      p.events.add("ipv4.wrong_ip_version");
      return false;
    }
    int header = 4 * (b[at] & 15);
    int total = Wire.u16(b, at + 2);
    if (header < 20 || at + header > p.end) {
      p.events.add("ipv4.hlen_too_small");
      return false;
    }
    if (total < header) {
      p.events.add("ipv4.iplen_smaller_than_hlen");
      return false;
    }
    if (at + total > p.end) {
      p.events.add("ipv4.trunc_pkt");
      return false;
    }
    p.ipVersion = 4;
    p.end = at + total;
    p.ipEnd = at + header;
    p.tos = Wire.u8(b, at + 1);
    p.ipId = Wire.u16(b, at + 4);
    p.fragmentBits = Wire.u8(b, at + 6) >>> 5;
    p.fragmentOffset = 8 * (Wire.u16(b, at + 6) & 0x1FFF);
    p.ttl = Wire.u8(b, at + 8);
    p.protocol = Wire.u8(b, at + 9);
    p.sourceLow = AddressSet.IPV4_PREFIX | Wire.u32(b, at + 12);
    p.destinationLow = AddressSet.IPV4_PREFIX | Wire.u32(b, at + 16);
    p.transportStart = p.ipEnd;
    options(p, at + 20, p.ipEnd);
    return true;
  }

  private static void options(Packet p, int from, int to) {
    int at = from;
    while (at < to) {
      int type = Wire.u8(p.bytes, at);
      String name = optionName(type);
      if (!name.isEmpty() && !p.ipOptions.contains(name)) {
        p.ipOptions.add(name);
      }
      if (type == 0) {
        return;
      }
      if (type == 1) {
        at++;
        continue;
      }
      int length = at + 1 < to ? Wire.u8(p.bytes, at + 1) : 0;
      if (length < 2 || at + length > to) {
        p.events.add("ipv4.opt_invalid_len");
        return;
      }
      at += length;
    }
  }

  private static String optionName(int type) {
    return switch (type) {
      case 0 -> "eol";
      case 1 -> "nop";
      case 7 -> "rr";
      case 0x82 -> "sec";
      case 0x83 -> "lsrr";
      case 0x44 -> "ts";
      case 0x85 -> "esec";
      case 0x86 -> "cipso";
      case 0x88 -> "satid";
      case 0x89 -> "ssrr";
      case 0x94 -> "rtralt";
      default -> "";
    };
  }

  private static boolean ipv6(Packet p, int at) {
    if (at + 40 > p.end) {
      p.events.add("ipv6.pkt_too_small");
      return false;
    }
    byte[] b = p.bytes;
    if (Wire.u8(b, at) >>> 4 != 6) {
      p.events.add("ipv6.wrong_ip_version");
      return false;
    }
    int payload = Wire.u16(b, at + 4);
    if (at + 40 + payload > p.end) {
      p.events.add("ipv6.trunc_pkt");
      return false;
    }
    p.ipVersion = 6;
    p.end = payload == 0 ? p.end : at + 40 + payload;
    p.tos = Wire.u16(b, at) >>> 4 & 0xFF;
    p.ttl = Wire.u8(b, at + 7);
    p.sourceHigh = Wire.i64(b, at + 8);
    p.sourceLow = Wire.i64(b, at + 16);
    p.destinationHigh = Wire.i64(b, at + 24);
    p.destinationLow = Wire.i64(b, at + 32);
    extensions(p, Wire.u8(b, at + 6), at + 40);
    return true;
  }

  private static void extensions(Packet p, int first, int at) {
    int protocol = first;
    int next = at;
    for (int i = 0; i < MOST_EXTENSIONS && next + 8 <= p.end; i++) {
      int length;
      if (protocol == 44) {
        p.fragmentOffset = Wire.u16(p.bytes, next + 2) & 0xFFF8;
        p.fragmentBits = Wire.u8(p.bytes, next + 3) & 1;
        p.ipId = Wire.i32(p.bytes, next + 4);
        length = 8;
      } else if (protocol == 0 || protocol == 43 || protocol == 60) {
        length = 8 + 8 * Wire.u8(p.bytes, next + 1);
      } else if (protocol == 51) {
        length = 8 + 4 * Wire.u8(p.bytes, next + 1);
      } else {
        break;
      }
      if (next + length > p.end) {
        p.events.add("ipv6.trunc_exthdr");
        break;
      }
      protocol = Wire.u8(p.bytes, next);
      next += length;
      if (p.fragmentOffset > 0) {
        break;
      }
    }
    p.protocol = protocol;
    p.ipEnd = next;
    p.transportStart = next;
  }
}
