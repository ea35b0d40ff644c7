package io.testudo.telemetry.flow;

import io.testudo.telemetry.capture.Packet;
import java.nio.charset.StandardCharsets;

/**
 * Guesses an application protocol from the first bytes that an end sends, with the port as a hint
 * where the bytes alone say too little.
 *
 * <p>A port alone names nothing: what speaks on port 443 without a TLS record is not TLS. A flow
 * without payload has no service.
 */
final class ServiceGuess {

  /** How many payloads of either end are looked at. */
  static final int PEEKS = 4;

  static final int UNKNOWN = 0;

  private static final int MOST_REQUEST_LINE = 2048;

  /** The order is part of the stored form; new names are added at the end. */
  private static final String[] NAMES = {
    "",
    "tls",
    "ssh",
    "http",
    "smb",
    "rdp",
    "ftp",
    "smtp",
    "pop3",
    "imap",
    "vnc",
    "dns",
    "modbus",
    "dnp3",
    "iec104",
    "mqtt",
    "ldap",
    "kerberos",
    "mysql",
    "postgresql",
    "redis",
    "telnet",
    "irc",
    "bittorrent",
    "dce_rpc",
    "sip",
    "xmpp",
    "mdns",
    "llmnr",
    "netbios-ns",
    "dhcp",
    "ntp",
    "snmp",
    "quic",
    "ssdp",
    "syslog",
    "radius",
    "stun",
    "dtls",
    "bacnet",
    "ike",
    "tftp",
    "iso-tsap",
    "netbios-ssn",
    "socks",
    "enip"
  };

  private static final int TLS = 1;
  private static final int SSH = 2;
  private static final int HTTP = 3;
  private static final int SMB = 4;
  private static final int RDP = 5;
  private static final int FTP = 6;
  private static final int SMTP = 7;
  private static final int POP3 = 8;
  private static final int IMAP = 9;
  private static final int VNC = 10;
  private static final int DNS = 11;
  private static final int MODBUS = 12;
  private static final int DNP3 = 13;
  private static final int IEC104 = 14;
  private static final int MQTT = 15;
  private static final int LDAP = 16;
  private static final int KERBEROS = 17;
  private static final int MYSQL = 18;
  private static final int POSTGRESQL = 19;
  private static final int REDIS = 20;
  private static final int TELNET = 21;
  private static final int IRC = 22;
  private static final int BITTORRENT = 23;
  private static final int DCE_RPC = 24;
  private static final int SIP = 25;
  private static final int XMPP = 26;
  private static final int MDNS = 27;
  private static final int LLMNR = 28;
  private static final int NETBIOS_NS = 29;
  private static final int DHCP = 30;
  private static final int NTP = 31;
  private static final int SNMP = 32;
  private static final int QUIC = 33;
  private static final int SSDP = 34;
  private static final int SYSLOG = 35;
  private static final int RADIUS = 36;
  private static final int STUN = 37;
  private static final int DTLS = 38;
  private static final int BACNET = 39;
  private static final int IKE = 40;
  private static final int TFTP = 41;
  private static final int ISO_TSAP = 42;
  private static final int NETBIOS_SSN = 43;
  private static final int SOCKS = 44;
  private static final int ENIP = 45;

  private static final byte[][] HTTP_BEGINNINGS =
      ascii(
          "GET ",
          "POST ",
          "HEAD ",
          "PUT ",
          "DELETE ",
          "OPTIONS ",
          "CONNECT ",
          "PATCH ",
          "TRACE ",
          "PROPFIND ",
          "HTTP/1.",
          "PRI * HTTP/2");
  private static final byte[][] SIP_BEGINNINGS =
      ascii("SIP/2.0 ", "INVITE sip", "REGISTER sip", "OPTIONS sip", "NOTIFY sip", "SUBSCRIBE sip");
  private static final byte[][] SSDP_BEGINNINGS = ascii("M-SEARCH * ", "NOTIFY * HTTP");
  private static final byte[][] SMTP_BEGINNINGS = ascii("EHLO ", "HELO ");
  private static final byte[][] IRC_BEGINNINGS = ascii("NICK ", "USER ", "PASS ", ":");
  private static final byte[][] BITTORRENT_BEGINNINGS = ascii("\u0013BitTorrent protocol");
  private static final byte[][] XMPP_BEGINNINGS = ascii("<?xml ", "<stream:stream ");

  private ServiceGuess() {}

  static int count() {
    return NAMES.length;
  }

  static String name(int service) {
    return NAMES[service];
  }

  private static byte[][] ascii(String... texts) {
    byte[][] bytes = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      bytes[i] = texts[i].getBytes(StandardCharsets.US_ASCII);
    }
    return bytes;
  }

  /** The service of a TCP segment with payload, or {@link #UNKNOWN}. */
  static int tcp(Packet p, int serverPort) {
    int length = p.payloadCaptured();
    if (length < 3) {
      return UNKNOWN;
    }
    int text = textOverTcp(p, serverPort);
    return text != UNKNOWN ? text : binaryOverTcp(p, serverPort, length);
  }

  private static int textOverTcp(Packet p, int serverPort) {
    int first = p.payloadAt(0);
    if (first < 0x20 && first != 0x13) {
      return UNKNOWN;
    }
    if (begins(p, "SSH-")) {
      return SSH;
    }
    if (beginsAny(p, SIP_BEGINNINGS)) {
      return SIP;
    }
    if (beginsAny(p, HTTP_BEGINNINGS) || isRequestLine(p)) {
      return HTTP;
    }
    if (begins(p, "220") || begins(p, "421")) {
      return banner(p, serverPort);
    }
    if (beginsAny(p, SMTP_BEGINNINGS)) {
      return SMTP;
    }
    if (begins(p, "+OK") && !begins(p, "+OK\r\n$")) {
      return serverPort == 6379 ? REDIS : POP3;
    }
    if (begins(p, "* OK")) {
      return IMAP;
    }
    if (begins(p, "RFB 0")) {
      return VNC;
    }
    if (beginsAny(p, BITTORRENT_BEGINNINGS)) {
      return BITTORRENT;
    }
    if (serverPort == 6379 && "*$+-:".indexOf(first) >= 0) {
      return REDIS;
    }
    if (serverPort >= 6660 && serverPort <= 6669 && beginsAny(p, IRC_BEGINNINGS)) {
      return IRC;
    }
    if (serverPort >= 5222 && serverPort <= 5269 && beginsAny(p, XMPP_BEGINNINGS)) {
      return XMPP;
    }
    if (serverPort == 21 && begins(p, "USER ")) {
      return FTP;
    }
    return serverPort == 514 && first == '<' ? SYSLOG : UNKNOWN;
  }

  /** Whether the first line is a method, a target and HTTP/1's version. */
  private static boolean isRequestLine(Packet p) {
    int at = 0;
    int end = Math.min(p.payloadCaptured(), MOST_REQUEST_LINE) - 8;
    while (at < end && at < 24 && isCapital(p.payloadAt(at))) {
      at++;
    }
    if (at < 3 || at >= end || p.payloadAt(at) != ' ') {
      return false;
    }
    while (at <= end && p.payloadAt(at) != '\n') {
      if (p.payloadAt(at) == ' '
          && p.payloadAt(at + 1) == 'H'
          && followsExactly(p, at, " HTTP/1.")) {
        return true;
      }
      at++;
    }
    return false;
  }

  private static boolean isCapital(int c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean followsExactly(Packet p, int at, String text) {
    if (at + text.length() > p.payloadCaptured()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (p.payloadAt(at + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A greeting that FTP and SMTP share. */
  private static int banner(Packet p, int serverPort) {
    if (serverPort == 21) {
      return FTP;
    }
    if (serverPort == 25 || serverPort == 587 || serverPort == 465) {
      return SMTP;
    }
    int end = Math.min(p.payloadCaptured(), 256) - 4;
    for (int i = 3; i <= end; i++) {
      int c = p.payloadAt(i);
      if ((c == 'S' || c == 's') && follows(p, i + 1, "mtp")) {
        return SMTP;
      }
      if ((c == 'F' || c == 'f') && follows(p, i + 1, "tp")) {
        return FTP;
      }
    }
    return UNKNOWN;
  }

  private static boolean follows(Packet p, int at, String lowerCase) {
    for (int i = 0; i < lowerCase.length(); i++) {
      if (at + i >= p.payloadCaptured() || (p.payloadAt(at + i) | 0x20) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int binaryOverTcp(Packet p, int serverPort, int length) {
    int b0 = p.payloadAt(0);
    int b1 = p.payloadAt(1);
    int b2 = p.payloadAt(2);
    boolean tlsRecord = b0 >= 0x14 && b0 <= 0x17 && b1 == 3 && b2 <= 4 && length >= 6;
    if (tlsRecord && (b0 != 0x16 || isTlsHandshake(p.payloadAt(5)) || serverPort == 443)) {
      return TLS;
    }
    if (length >= 8 && (p.payloadAt(4) == 0xFF || (p.payloadAt(4) & 0xFC) == 0xFC)) {
      if (p.payloadAt(5) == 'S' && p.payloadAt(6) == 'M' && p.payloadAt(7) == 'B') {
        return SMB;
      }
    }
    if (b0 == 3 && b1 == 0 && length >= 7 && isConnectionRequest(p.payloadAt(5))) {
      return serverPort == 102 ? ISO_TSAP : RDP;
    }
    if (b0 == 5 && b1 == 0 && (b2 == 11 || b2 == 12) && length >= 16) {
      return DCE_RPC;
    }
    if (b0 == 0x05 && b1 == 0x64) {
      return DNP3;
    }
    if (b0 == 0x10 && length >= 10 && (follows(p, 4, "mqtt") || follows(p, 4, "mqisdp"))) {
      return MQTT;
    }
    return byPort(p, serverPort, length);
  }

  private static boolean isTlsHandshake(int type) {
    return type <= 2 || type == 4 || type == 11 || type == 12 || type == 14 || type == 16;
  }

  private static boolean isConnectionRequest(int type) {
    return type == 0xE0 || type == 0xD0;
  }

  /** Signatures too weak to believe on any but their port. */
  private static int byPort(Packet p, int serverPort, int length) {
    int b0 = p.payloadAt(0);
    return switch (serverPort) {
      case 22 -> UNKNOWN;
      case 23 -> b0 == 0xFF && p.payloadAt(1) >= 0xF0 ? TELNET : UNKNOWN;
      case 53 -> length >= 14 && isDnsHeader(p, 2) ? DNS : UNKNOWN;
      case 88 -> length >= 5 && (p.payloadAt(4) & 0xE0) == 0x60 ? KERBEROS : UNKNOWN;
      case 102 -> b0 == 3 && p.payloadAt(1) == 0 ? ISO_TSAP : UNKNOWN;
      case 139 -> b0 == 0x81 || b0 == 0x82 ? NETBIOS_SSN : UNKNOWN;
      case 389, 3268 -> b0 == 0x30 ? LDAP : UNKNOWN;
      case 502 ->
          length >= 8 && p.payloadAt(2) == 0 && p.payloadAt(3) == 0 && p.payloadAt(4) <= 1
              ? MODBUS
              : UNKNOWN;
      case 1080 -> b0 == 4 || b0 == 5 ? SOCKS : UNKNOWN;
      case 2404 -> b0 == 0x68 ? IEC104 : UNKNOWN;
      case 3306 -> length >= 5 && p.payloadAt(3) == 0 && p.payloadAt(4) == 10 ? MYSQL : UNKNOWN;
      case 5432 -> b0 == 0 && p.payloadAt(1) == 0 && length >= 8 ? POSTGRESQL : UNKNOWN;
      case 44818 -> p.payloadAt(1) == 0 && length >= 24 ? ENIP : UNKNOWN;
      default -> UNKNOWN;
    };
  }

  /** The service of a datagram with payload, or {@link #UNKNOWN}. */
  static int udp(Packet p, int serverPort) {
    int length = p.payloadCaptured();
    if (length < 3) {
      return UNKNOWN;
    }
    if (beginsAny(p, SSDP_BEGINNINGS)) {
      return SSDP;
    }
    if (beginsAny(p, SIP_BEGINNINGS)) {
      return SIP;
    }
    int b0 = p.payloadAt(0);
    if (length >= 240 && b0 <= 2 && word(p, 236) == 0x63825363) {
      return DHCP;
    }
    if (length >= 20 && word(p, 4) == 0x2112A442) {
      return STUN;
    }
    if (length >= 13 && b0 >= 0x14 && b0 <= 0x17 && p.payloadAt(1) == 0xFE) {
      return DTLS;
    }
    if (length >= 7 && (b0 & 0xC0) == 0xC0 && isQuicVersion(word(p, 1))) {
      return QUIC;
    }
    return datagramByPort(p, serverPort, length, b0);
  }

  private static int datagramByPort(Packet p, int serverPort, int length, int b0) {
    return switch (serverPort) {
      case 53 -> isDnsHeader(p, 0) ? DNS : UNKNOWN;
      case 69 -> b0 == 0 && p.payloadAt(1) <= 6 ? TFTP : UNKNOWN;
      case 88 -> (b0 & 0xE0) == 0x60 ? KERBEROS : UNKNOWN;
      case 123 -> length >= 12 && (b0 >> 3 & 7) >= 1 && (b0 >> 3 & 7) <= 4 ? NTP : UNKNOWN;
      case 137 -> isDnsHeader(p, 0) ? NETBIOS_NS : UNKNOWN;
      case 161, 162 -> b0 == 0x30 ? SNMP : UNKNOWN;
      case 389 -> b0 == 0x30 ? LDAP : UNKNOWN;
      case 500, 4500 -> length >= 28 ? IKE : UNKNOWN;
      case 514 -> b0 == '<' ? SYSLOG : UNKNOWN;
      case 1812, 1813, 1645, 1646 -> length >= 20 && b0 <= 45 ? RADIUS : UNKNOWN;
      case 5353 -> isDnsHeader(p, 0) ? MDNS : UNKNOWN;
      case 5355 -> isDnsHeader(p, 0) ? LLMNR : UNKNOWN;
      case 20000 -> b0 == 0x05 && p.payloadAt(1) == 0x64 ? DNP3 : UNKNOWN;
      case 47808 -> b0 == 0x81 ? BACNET : UNKNOWN;
      default -> UNKNOWN;
    };
  }

  private static boolean isQuicVersion(int version) {
    return version == 1 || version == 0x6B3343CF || (version & 0xFFFFFF00) == 0xFF000000;
  }

  /** A header of twelve bytes with a known operation and not more records than a message holds. */
  private static boolean isDnsHeader(Packet p, int at) {
    if (p.payloadCaptured() < at + 12) {
      return false;
    }
    int operation = p.payloadAt(at + 2) >> 3 & 0xF;
    int questions = p.payloadAt(at + 4) << 8 | p.payloadAt(at + 5);
    int answers = p.payloadAt(at + 6) << 8 | p.payloadAt(at + 7);
    return operation <= 9 && questions <= 64 && answers <= 1024;
  }

  private static int word(Packet p, int at) {
    return p.payloadAt(at) << 24
        | p.payloadAt(at + 1) << 16
        | p.payloadAt(at + 2) << 8
        | p.payloadAt(at + 3);
  }

  private static boolean begins(Packet p, String text) {
    if (p.payloadCaptured() < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (p.payloadAt(i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean beginsAny(Packet p, byte[][] texts) {
    int first = p.payloadAt(0);
    for (byte[] text : texts) {
      if (first == text[0] && begins(p, text)) {
        return true;
      }
    }
    return false;
  }

  private static boolean begins(Packet p, byte[] text) {
    if (p.payloadCaptured() < text.length) {
      return false;
    }
    for (int i = 1; i < text.length; i++) {
      if (p.payloadAt(i) != text[i]) {
        return false;
      }
    }
    return true;
  }
}
