package io.testudo.telemetry.capture;

/**
 * Finds the packet that a packet carries: IP within IP (RFC 2003, RFC 4213), GRE (RFC 2784, RFC
 * 2890, PPTP's of RFC 2637, over UDP of RFC 8086), Teredo (RFC 4380), AYIYA, VXLAN (RFC 7348),
 * Geneve (RFC 8926) and GTP's user plane (3GPP TS 29.281).
 *
 * <p>Only what reads as a whole IP packet within its carrier is believed to be one, so that a
 * datagram to a tunnel's port that is something else stays that. Nothing is parked for it.
 */
final class TunnelReader {

  /** Tunnels within tunnels are followed so deep. */
  static final int MOST_DEPTH = 4;

  private static final int UDP = 17;
  private static final int IPV4_IN_IP = 4;
  private static final int IPV6_IN_IP = 41;
  private static final int GRE = 47;

  private static final int GENEVE_PORT = 6081;
  private static final int GRE_PORT = 4754;
  private static final int GTP_PORT = 2152;
  private static final int TEREDO_PORT = 3544;
  private static final int AYIYA_PORT = 5072;
  private static final int VXLAN_PORT = 4789;

  private static final int LINK_ETHERNET = 1;
  private static final int LINK_PPP = 9;
  private static final int LINK_RAW_IP = 101;
  private static final int TEREDO_PREFIX = 0x2001_0000;
  private static final int NONE = -1;

  private final HeaderReader headers;

  TunnelReader(HeaderReader headers) {
    this.headers = headers;
  }

  /**
   * Reads what the outer packet carries into the inner.
   *
   * @return whether it carries an IP packet; otherwise the inner holds nothing
   */
  boolean read(Packet outer, Packet inner) {
    if (outer.kind != Packet.Kind.IP || outer.isFragment()) {
      return false;
    }
    return switch (outer.protocol) {
      case IPV4_IN_IP, IPV6_IN_IP -> carried(outer, inner, outer.payloadStart, LINK_RAW_IP);
      case GRE -> gre(outer, inner, outer.payloadStart);
      case UDP -> datagram(outer, inner);
      default -> false;
    };
  }

  private boolean datagram(Packet outer, Packet inner) {
    int at = outer.payloadStart;
    return switch (portOf(outer)) {
      case VXLAN_PORT ->
          at + 8 <= outer.end
              && (outer.bytes[at] & 0x08) != 0
              && carried(outer, inner, at + 8, LINK_ETHERNET);
      case GENEVE_PORT -> geneve(outer, inner, at);
      case GRE_PORT -> gre(outer, inner, at);
      case GTP_PORT -> gtp(outer, inner, at);
      case TEREDO_PORT -> teredo(outer, inner, at);
      case AYIYA_PORT -> ayiya(outer, inner, at);
      default -> isTeredo(outer, at) && carried(outer, inner, at, LINK_RAW_IP);
    };
  }

  /** Between peers Teredo has no port of its own, but one end's address begins with 2001:0. */
  private static boolean isTeredo(Packet outer, int at) {
    return outer.ipVersion == 4
        && at + 40 <= outer.end
        && outer.bytes[at] >>> 4 == 6
        && Octets.unsigned16(outer.bytes, at + 4) + 40 == outer.payloadBytes
        && (Octets.int32(outer.bytes, at + 8) == TEREDO_PREFIX
            || Octets.int32(outer.bytes, at + 24) == TEREDO_PREFIX);
  }

  private static int portOf(Packet outer) {
    return isTunnel(outer.destinationPort)
        ? outer.destinationPort
        : isTunnel(outer.sourcePort) ? outer.sourcePort : NONE;
  }

  private static boolean isTunnel(int port) {
    return switch (port) {
      case VXLAN_PORT, GENEVE_PORT, GRE_PORT, GTP_PORT, TEREDO_PORT, AYIYA_PORT -> true;
      default -> false;
    };
  }

  /** RFC 2784 with the key and sequence of RFC 2890, and version 1 as PPTP uses it. */
  private boolean gre(Packet outer, Packet inner, int at) {
    if (at + 4 > outer.end) {
      return false;
    }
    int flags = Octets.unsigned16(outer.bytes, at);
    int version = flags & 7;
    int length = 4;
    length += (flags & 0x8000) != 0 && version == 0 ? 4 : 0;
    length += (flags & 0x2000) != 0 ? 4 : 0;
    length += (flags & 0x1000) != 0 ? 4 : 0;
    length += (flags & 0x0080) != 0 && version == 1 ? 4 : 0;
    boolean routed = (flags & 0x4000) != 0;
    return !routed
        && version <= 1
        && ofType(outer, inner, at + length, Octets.unsigned16(outer.bytes, at + 2));
  }

  private boolean geneve(Packet outer, Packet inner, int at) {
    if (at + 8 > outer.end || (outer.bytes[at] & 0xC0) != 0) {
      return false;
    }
    int options = (outer.bytes[at] & 0x3F) * 4;
    return ofType(outer, inner, at + 8 + options, Octets.unsigned16(outer.bytes, at + 2));
  }

  private boolean ofType(Packet outer, Packet inner, int at, int type) {
    return switch (type) {
      case 0x0800, 0x86DD -> carried(outer, inner, at, LINK_RAW_IP);
      case 0x6558 -> carried(outer, inner, at, LINK_ETHERNET);
      case 0x880B -> carried(outer, inner, at, LINK_PPP);
      // ERSPAN: type I has no header, II eight bytes; both carry Ethernet.
      case 0x88BE ->
          carried(outer, inner, at + 8, LINK_ETHERNET) || carried(outer, inner, at, LINK_ETHERNET);
      case 0x22EB -> carried(outer, inner, at + 12, LINK_ETHERNET);
      default -> false;
    };
  }

  /** Version 1 of the user plane, message 255, with its optional fields and extension headers. */
  private boolean gtp(Packet outer, Packet inner, int at) {
    if (at + 8 > outer.end) {
      return false;
    }
    int flags = Octets.unsigned8(outer.bytes, at);
    if (flags >>> 5 != 1 || (flags & 0x10) == 0 || Octets.unsigned8(outer.bytes, at + 1) != 255) {
      return false;
    }
    int next = at + 8;
    if ((flags & 7) != 0) {
      next += 4;
      int extension = next <= outer.end ? Octets.unsigned8(outer.bytes, next - 1) : 0;
      for (int i = 0; extension != 0 && (flags & 4) != 0 && i < 16; i++) {
        int length = next < outer.end ? 4 * Octets.unsigned8(outer.bytes, next) : 0;
        if (length == 0 || next + length > outer.end) {
          return false;
        }
        next += length;
        extension = Octets.unsigned8(outer.bytes, next - 1);
      }
    }
    return carried(outer, inner, next, LINK_RAW_IP);
  }

  /** An IPv6 packet behind optional authentication and origin indications. */
  private boolean teredo(Packet outer, Packet inner, int at) {
    int next = at;
    if (next + 4 <= outer.end && Octets.unsigned16(outer.bytes, next) == 1) {
      next +=
          13 + Octets.unsigned8(outer.bytes, next + 2) + Octets.unsigned8(outer.bytes, next + 3);
    }
    if (next + 8 <= outer.end && Octets.unsigned16(outer.bytes, next) == 0) {
      next += 8;
    }
    return next < outer.end
        && Octets.unsigned8(outer.bytes, next) >>> 4 == 6
        && carried(outer, inner, next, LINK_RAW_IP);
  }

  /**
   * Identity and signature have the lengths that the first bytes state; then comes what is next.
   */
  private boolean ayiya(Packet outer, Packet inner, int at) {
    if (at + 8 > outer.end) {
      return false;
    }
    int identity = 1 << (Octets.unsigned8(outer.bytes, at) >>> 4);
    int signature = (Octets.unsigned8(outer.bytes, at + 1) >>> 4) * 4;
    int next = Octets.unsigned8(outer.bytes, at + 3);
    return (next == IPV4_IN_IP || next == IPV6_IN_IP)
        && carried(outer, inner, at + 8 + identity + signature, LINK_RAW_IP);
  }

  private boolean carried(Packet outer, Packet inner, int at, int linkType) {
    int payloadEnd = Math.min(outer.end, outer.payloadStart + outer.payloadBytes);
    if (at >= payloadEnd) {
      return false;
    }
    inner.number = outer.number;
    inner.timeNanos = outer.timeNanos;
    inner.linkType = linkType;
    inner.bytes = outer.bytes;
    inner.start = at;
    inner.end = payloadEnd;
    inner.wireBytes = outer.payloadBytes - (at - outer.payloadStart);
    inner.clearHeaders();
    headers.read(inner);
    return inner.kind == Packet.Kind.IP;
  }
}
