package io.testudo.telemetry.capture;

/** Reads the link-layer header of a packet and finds the network layer in it. */
final class HeaderReader {

  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int ETHERTYPE_ARP = 0x0806;
  private static final int ETHERTYPE_RARP = 0x8035;
  private static final int ETHERTYPE_IPV6 = 0x86DD;
  private static final int MOST_TAGS = 64;

  private final NetworkReader network = new NetworkReader();

  /** Whether packets of this link type are read. */
  static boolean reads(int linkType) {
    return switch (linkType) {
      case 0, 1, 9, 12, 14, 50, 51, 101, 105, 108, 113, 127, 228, 229, 276 -> true;
      default -> false;
    };
  }

  void read(Packet p) {
    switch (p.linkType) {
      case 0, 108 -> loopback(p);
      case 1 -> ethernet(p, p.start);
      case 9, 50 -> ppp(p, p.start);
      case 51 -> pppoe(p, p.start);
      case 12, 14, 101 -> rawIp(p, p.start);
      case 105 -> wireless(p, p.start);
      case 113 -> etherType(p, p.start + 16, p.start + 14);
      case 127 -> radiotap(p);
      case 228 -> network.ipv4(p, p.start);
      case 229 -> network.ipv6(p, p.start);
      case 276 -> etherType(p, p.start + 20, p.start);
      default -> p.kind = Packet.Kind.OTHER;
    }
  }

  /** Four bytes of address family in the capturing machine's byte order, or the network's. */
  private void loopback(Packet p) {
    int at = p.start;
    if (at + 4 > p.end) {
      malformed(p, Malformation.LINK_CUT);
      return;
    }
    int family = Octets.int32(p.bytes, at);
    switch ((family & 0xFFFF) == 0 ? Integer.reverseBytes(family) : family) {
      case 2 -> network.ipv4(p, at + 4);
      case 10, 24, 28, 30 -> network.ipv6(p, at + 4);
      default -> p.kind = Packet.Kind.OTHER;
    }
  }

  private void ethernet(Packet p, int at) {
    if (at + 14 > p.end) {
      malformed(p, Malformation.LINK_CUT);
      return;
    }
    etherType(p, at + 14, at + 12);
  }

  /**
   * Follows tags to the network layer.
   *
   * @param at where what the type announces begins
   * @param typeAt where the type is; it ends before {@code at}
   */
  private void etherType(Packet p, int at, int typeAt) {
    if (at > p.end) {
      malformed(p, Malformation.LINK_CUT);
      return;
    }
    int type = Octets.unsigned16(p.bytes, typeAt);
    int next = at;
    for (int tags = 0; tags <= MOST_TAGS; tags++) {
      switch (type) {
        case ETHERTYPE_IPV4 -> {
          network.ipv4(p, next);
          return;
        }
        case ETHERTYPE_IPV6 -> {
          network.ipv6(p, next);
          return;
        }
        case ETHERTYPE_ARP, ETHERTYPE_RARP -> {
          p.kind = Packet.Kind.ARP;
          return;
        }
        case 0x8100, 0x88A8, 0x9100, 0x9200, 0x9300 -> next += 4;
        case 0x8926 -> next += 6;
        case 0x88E7 -> next += 18;
        case 0x8847, 0x8848 -> {
          mpls(p, next);
          return;
        }
        case 0x8864 -> {
          pppoe(p, next);
          return;
        }
        default -> {
          if (type <= 1500) {
            logicalLink(p, next);
          }
          return;
        }
      }
      if (next > p.end) {
        malformed(p, Malformation.LINK_CUT);
        return;
      }
      type = Octets.unsigned16(p.bytes, next - 2);
    }
    malformed(p, Malformation.LINK_TOO_DEEP);
  }

  /** IEEE 802.2 with the sub-network protocol that carries an ethertype; all else is no IP. */
  private void logicalLink(Packet p, int at) {
    if (at + 8 <= p.end
        && Octets.int32(p.bytes, at) == 0xAAAA0300
        && Octets.unsigned16(p.bytes, at + 4) == 0) {
      etherType(p, at + 8, at + 6);
    }
  }

  private void mpls(Packet p, int at) {
    int next = at;
    for (int labels = 0; labels < MOST_TAGS; labels++) {
      if (next + 4 > p.end) {
        malformed(p, Malformation.LINK_CUT);
        return;
      }
      boolean bottom = (p.bytes[next + 2] & 1) != 0;
      next += 4;
      if (bottom) {
        rawIp(p, next);
        return;
      }
    }
    malformed(p, Malformation.LINK_TOO_DEEP);
  }

  private void pppoe(Packet p, int at) {
    if (at + 6 > p.end) {
      malformed(p, Malformation.LINK_CUT);
    } else if (p.bytes[at + 1] == 0) {
      ppp(p, at + 6);
    }
  }

  private void ppp(Packet p, int at) {
    if (at + 4 > p.end) {
      malformed(p, Malformation.LINK_CUT);
      return;
    }
    int begin = Octets.unsigned16(p.bytes, at);
    if (begin == 0x0F00 || begin == 0x8F00) {
      etherType(p, at + 4, at + 2);
      return;
    }
    int next = begin == 0xFF03 ? at + 2 : at;
    int protocol = Octets.unsigned8(p.bytes, next++);
    if ((protocol & 1) == 0) {
      protocol = protocol << 8 | Octets.unsigned8(p.bytes, next++);
    }
    switch (protocol) {
      case 0x21 -> network.ipv4(p, next);
      case 0x57 -> network.ipv6(p, next);
      case 0x281, 0x283 -> mpls(p, next);
      default -> p.kind = Packet.Kind.OTHER;
    }
  }

  /** IP announced by nothing but its own version. */
  private void rawIp(Packet p, int at) {
    if (at >= p.end) {
      malformed(p, Malformation.NETWORK_CUT);
      return;
    }
    switch ((p.bytes[at] & 0xFF) >>> 4) {
      case 4 -> network.ipv4(p, at);
      case 6 -> network.ipv6(p, at);
      default -> p.kind = Packet.Kind.OTHER;
    }
  }

  private void radiotap(Packet p) {
    if (p.start + 4 > p.end) {
      malformed(p, Malformation.LINK_CUT);
      return;
    }
    int length =
        Octets.unsigned8(p.bytes, p.start + 2) | Octets.unsigned8(p.bytes, p.start + 3) << 8;
    if (length < 8 || p.start + length > p.end) {
      malformed(p, Malformation.LINK_CUT);
      return;
    }
    wireless(p, p.start + length);
  }

  /** IEEE 802.11: data frames in the clear; all else is no IP. */
  private void wireless(Packet p, int at) {
    if (at + 2 > p.end) {
      malformed(p, Malformation.LINK_CUT);
      return;
    }
    int type = Octets.unsigned8(p.bytes, at);
    int flags = Octets.unsigned8(p.bytes, at + 1);
    boolean carriesData = (type & 0x0C) == 0x08 && (type & 0x40) == 0;
    if (!carriesData || (flags & 0x40) != 0) {
      return;
    }
    int header = 24 + ((flags & 3) == 3 ? 6 : 0);
    if ((type & 0x80) != 0) {
      if (at + header + 2 > p.end) {
        malformed(p, Malformation.LINK_CUT);
        return;
      }
      if ((p.bytes[at + header] & 0x80) != 0) {
        return;
      }
      header += 2 + ((flags & 0x80) != 0 ? 4 : 0);
    }
    logicalLink(p, at + header);
  }

  static void malformed(Packet p, Malformation why) {
    p.kind = Packet.Kind.MALFORMED;
    p.malformation = why;
  }
}
