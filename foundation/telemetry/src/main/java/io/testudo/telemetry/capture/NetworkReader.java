package io.testudo.telemetry.capture;

/** Reads the IP header of a packet and the transport header behind it. */
final class NetworkReader {

  private static final int HOP_BY_HOP = 0;
  private static final int ICMP = 1;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int AUTHENTICATION = 51;
  private static final int ICMP6 = 58;
  private static final int DESTINATION_OPTIONS = 60;
  private static final int SCTP = 132;
  private static final int MOBILITY = 135;
  private static final int HOST_IDENTITY = 139;
  private static final int SHIM6 = 140;
  private static final int MOST_EXTENSIONS = 32;

  void ipv4(Packet p, int at) {
    if (at + 20 > p.end) {
      HeaderReader.malformed(p, Malformation.NETWORK_CUT);
      return;
    }
    byte[] bytes = p.bytes;
    int first = Octets.unsigned8(bytes, at);
    if (first >>> 4 != 4) {
      HeaderReader.malformed(p, Malformation.IP_VERSION);
      return;
    }
    int header = (first & 0xF) * 4;
    long onWire = p.wireBytes - (at - p.start);
    if (header < 20 || header > onWire) {
      HeaderReader.malformed(p, Malformation.IP_HEADER_LENGTH);
      return;
    }
    int total = Octets.unsigned16(bytes, at + 2);
    if (total == 0) {
      // Written by a machine that leaves the length to its network card.
      total = (int) Math.min(onWire, Integer.MAX_VALUE);
    } else if (total < header) {
      HeaderReader.malformed(p, Malformation.IP_TOTAL_LENGTH);
      return;
    }
    if (at + header > p.end) {
      HeaderReader.malformed(p, Malformation.NETWORK_CUT);
      return;
    }
    int fragment = Octets.unsigned16(bytes, at + 6);
    p.ipVersion = 4;
    p.ipBytes = (int) Math.min(total, onWire);
    p.protocol = Octets.unsigned8(bytes, at + 9);
    p.sourceLow = Octets.int32(bytes, at + 12) & 0xFFFF_FFFFL;
    p.destinationLow = Octets.int32(bytes, at + 16) & 0xFFFF_FFFFL;
    p.laterFragment = (fragment & 0x1FFF) != 0;
    p.moreFragments = (fragment & 0x2000) != 0;
    p.fragmentId = Octets.unsigned16(bytes, at + 4);
    transport(p, at + header, p.ipBytes - header);
  }

  void ipv6(Packet p, int at) {
    if (at + 40 > p.end) {
      HeaderReader.malformed(p, Malformation.NETWORK_CUT);
      return;
    }
    byte[] bytes = p.bytes;
    if (Octets.unsigned8(bytes, at) >>> 4 != 6) {
      HeaderReader.malformed(p, Malformation.IP_VERSION);
      return;
    }
    long onWire = p.wireBytes - (at - p.start);
    int stated = Octets.unsigned16(bytes, at + 4);
    p.ipVersion = 6;
    p.ipBytes = (int) Math.min(stated == 0 ? onWire : stated + 40, onWire);
    p.sourceHigh = Octets.int64(bytes, at + 8);
    p.sourceLow = Octets.int64(bytes, at + 16);
    p.destinationHigh = Octets.int64(bytes, at + 24);
    p.destinationLow = Octets.int64(bytes, at + 32);
    extensions(p, at, Octets.unsigned8(bytes, at + 6));
  }

  /** Follows the extension headers behind the fixed header at {@code at}. */
  private void extensions(Packet p, int at, int firstHeader) {
    int protocol = firstHeader;
    int next = at + 40;
    for (int headers = 0; headers < MOST_EXTENSIONS; headers++) {
      int length;
      switch (protocol) {
        case HOP_BY_HOP, ROUTING, DESTINATION_OPTIONS, MOBILITY, HOST_IDENTITY, SHIM6 ->
            length = next + 2 > p.end ? -1 : 8 + 8 * Octets.unsigned8(p.bytes, next + 1);
        case AUTHENTICATION ->
            length = next + 2 > p.end ? -1 : 8 + 4 * Octets.unsigned8(p.bytes, next + 1);
        case FRAGMENT -> length = fragment(p, next);
        default -> {
          p.protocol = protocol;
          transport(p, next, Math.max(0, p.ipBytes - (next - at)));
          return;
        }
      }
      if (length < 0 || next + length > p.end) {
        HeaderReader.malformed(p, Malformation.IPV6_EXTENSIONS);
        return;
      }
      protocol = Octets.unsigned8(p.bytes, next);
      next += length;
      if (p.laterFragment) {
        p.protocol = protocol;
        transport(p, next, Math.max(0, p.ipBytes - (next - at)));
        return;
      }
    }
    HeaderReader.malformed(p, Malformation.IPV6_EXTENSIONS);
  }

  private static int fragment(Packet p, int at) {
    if (at + 8 > p.end) {
      return -1;
    }
    int offset = Octets.unsigned16(p.bytes, at + 2);
    p.laterFragment = (offset & 0xFFF8) != 0;
    p.moreFragments = (offset & 1) != 0;
    p.fragmentId = Octets.int32(p.bytes, at + 4);
    return 8;
  }

  /**
   * Reads the transport header.
   *
   * @param length bytes of the IP packet from {@code at} on, as its header states
   */
  private static void transport(Packet p, int at, int length) {
    p.kind = Packet.Kind.IP;
    p.payloadStart = Math.min(at, p.end);
    p.payloadBytes = length;
    if (p.laterFragment) {
      return;
    }
    switch (p.protocol) {
      case TCP -> tcp(p, at, length);
      case UDP -> udp(p, at, length);
      case ICMP, ICMP6 -> icmp(p, at, length);
      case SCTP -> sctp(p, at, length);
      default -> {}
    }
  }

  private static void tcp(Packet p, int at, int length) {
    if (at + 20 > p.end || length < 20) {
      HeaderReader.malformed(p, Malformation.TRANSPORT_CUT);
      return;
    }
    int header = (Octets.unsigned8(p.bytes, at + 12) >>> 4) * 4;
    if (header < 20 || header > length) {
      HeaderReader.malformed(p, Malformation.TCP_HEADER_LENGTH);
      return;
    }
    ports(p, at);
    p.tcpSequence = Octets.int32(p.bytes, at + 4);
    p.tcpAcknowledgement = Octets.int32(p.bytes, at + 8);
    p.tcpFlags = Octets.unsigned8(p.bytes, at + 13);
    payload(p, at + header, length - header);
  }

  private static void udp(Packet p, int at, int length) {
    if (at + 8 > p.end || length < 8) {
      HeaderReader.malformed(p, Malformation.TRANSPORT_CUT);
      return;
    }
    int stated = Octets.unsigned16(p.bytes, at + 4);
    if (stated != 0 && stated < 8) {
      HeaderReader.malformed(p, Malformation.UDP_LENGTH);
      return;
    }
    ports(p, at);
    boolean bounds = stated != 0 && !p.moreFragments;
    payload(p, at + 8, (bounds ? Math.min(stated, length) : length) - 8);
  }

  private static void icmp(Packet p, int at, int length) {
    if (at + 4 > p.end || length < 4) {
      HeaderReader.malformed(p, Malformation.TRANSPORT_CUT);
      return;
    }
    p.sourcePort = Octets.unsigned8(p.bytes, at);
    p.destinationPort = Octets.unsigned8(p.bytes, at + 1);
    payload(p, at + Math.min(8, length), Math.max(0, length - 8));
  }

  private static void sctp(Packet p, int at, int length) {
    if (at + 12 > p.end || length < 12) {
      HeaderReader.malformed(p, Malformation.TRANSPORT_CUT);
      return;
    }
    ports(p, at);
    payload(p, at + 12, length - 12);
  }

  private static void ports(Packet p, int at) {
    p.sourcePort = Octets.unsigned16(p.bytes, at);
    p.destinationPort = Octets.unsigned16(p.bytes, at + 2);
  }

  private static void payload(Packet p, int at, int length) {
    p.payloadStart = Math.min(at, p.end);
    p.payloadBytes = length;
  }
}
