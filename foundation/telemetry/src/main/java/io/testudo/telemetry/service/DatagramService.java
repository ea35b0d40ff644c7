package io.testudo.telemetry.service;

import io.testudo.telemetry.capture.Packet;

/**
 * Guesses an application protocol from the first bytes that an end sends over UDP, with the port as
 * a hint where the bytes alone say too little.
 *
 * <p>A port alone names nothing: what speaks on port 443 without a TLS record is not TLS. A flow
 * without payload has no service.
 */
public final class DatagramService {

  private static final byte[][] SSDP_BEGINNINGS = FirstBytes.ascii("M-SEARCH * ", "NOTIFY * HTTP");

  private DatagramService() {}

  /** The service of a datagram with payload, or {@link Services#UNKNOWN}. */
  public static int guess(Packet p, int serverPort) {
    int length = p.payloadCaptured();
    if (length < 3) {
      return Services.UNKNOWN;
    }
    if (FirstBytes.beginsAny(p, SSDP_BEGINNINGS)) {
      return Services.SSDP;
    }
    if (FirstBytes.beginsAny(p, FirstBytes.SIP)) {
      return Services.SIP;
    }
    int b0 = p.payloadAt(0);
    if (length >= 240 && b0 <= 2 && FirstBytes.word(p, 236) == 0x63825363) {
      return Services.DHCP;
    }
    if (length >= 20 && FirstBytes.word(p, 4) == 0x2112A442) {
      return Services.STUN;
    }
    if (length >= 13 && b0 >= 0x14 && b0 <= 0x17 && p.payloadAt(1) == 0xFE) {
      return Services.DTLS;
    }
    if (length >= 7 && (b0 & 0xC0) == 0xC0 && isQuicVersion(FirstBytes.word(p, 1))) {
      return Services.QUIC;
    }
    return datagramByPort(p, serverPort, length, b0);
  }

  private static int datagramByPort(Packet p, int serverPort, int length, int b0) {
    return switch (serverPort) {
      case 53 -> FirstBytes.isDnsHeader(p, 0) ? Services.DNS : Services.UNKNOWN;
      case 69 -> b0 == 0 && p.payloadAt(1) <= 6 ? Services.TFTP : Services.UNKNOWN;
      case 88 -> (b0 & 0xE0) == 0x60 ? Services.KERBEROS : Services.UNKNOWN;
      case 123 ->
          length >= 12 && (b0 >> 3 & 7) >= 1 && (b0 >> 3 & 7) <= 4
              ? Services.NTP
              : Services.UNKNOWN;
      case 137 -> FirstBytes.isDnsHeader(p, 0) ? Services.NETBIOS_NS : Services.UNKNOWN;
      case 161, 162 -> b0 == 0x30 ? Services.SNMP : Services.UNKNOWN;
      case 389 -> b0 == 0x30 ? Services.LDAP : Services.UNKNOWN;
      case 500, 4500 -> length >= 28 ? Services.IKE : Services.UNKNOWN;
      case 514 -> b0 == '<' ? Services.SYSLOG : Services.UNKNOWN;
      case 1812, 1813, 1645, 1646 -> length >= 20 && b0 <= 45 ? Services.RADIUS : Services.UNKNOWN;
      case 5353 -> FirstBytes.isDnsHeader(p, 0) ? Services.MDNS : Services.UNKNOWN;
      case 5355 -> FirstBytes.isDnsHeader(p, 0) ? Services.LLMNR : Services.UNKNOWN;
      case 20000 -> b0 == 0x05 && p.payloadAt(1) == 0x64 ? Services.DNP3 : Services.UNKNOWN;
      case 47808 -> b0 == 0x81 ? Services.BACNET : Services.UNKNOWN;
      default -> Services.UNKNOWN;
    };
  }

  private static boolean isQuicVersion(int version) {
    return version == 1 || version == 0x6B3343CF || (version & 0xFFFFFF00) == 0xFF000000;
  }
}
