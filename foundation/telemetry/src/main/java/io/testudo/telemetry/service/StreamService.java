package io.testudo.telemetry.service;

import io.testudo.telemetry.capture.Packet;

/**
 * Guesses an application protocol from the first bytes that an end sends over TCP, with the port as
 * a hint where the bytes alone say too little.
 *
 * <p>A port alone names nothing: what speaks on port 443 without a TLS record is not TLS. A flow
 * without payload has no service.
 */
public final class StreamService {

  private static final int MOST_REQUEST_LINE = 2048;

  private static final byte[][] HTTP_BEGINNINGS =
      FirstBytes.ascii(
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
  private static final byte[][] SMTP_BEGINNINGS = FirstBytes.ascii("EHLO ", "HELO ");
  private static final byte[][] IRC_BEGINNINGS = FirstBytes.ascii("NICK ", "USER ", "PASS ", ":");
  private static final byte[][] BITTORRENT_BEGINNINGS =
      FirstBytes.ascii("\u0013BitTorrent protocol");
  private static final byte[][] XMPP_BEGINNINGS = FirstBytes.ascii("<?xml ", "<stream:stream ");

  private StreamService() {}

  /** The service of a TCP segment with payload, or {@link Services#UNKNOWN}. */
  public static int guess(Packet p, int serverPort) {
    int length = p.payloadCaptured();
    if (length < 3) {
      return Services.UNKNOWN;
    }
    int text = textOverTcp(p, serverPort);
    return text != Services.UNKNOWN ? text : binaryOverTcp(p, serverPort, length);
  }

  private static int textOverTcp(Packet p, int serverPort) {
    int first = p.payloadAt(0);
    if (first < 0x20 && first != 0x13) {
      return Services.UNKNOWN;
    }
    if (FirstBytes.begins(p, "SSH-")) {
      return Services.SSH;
    }
    if (FirstBytes.beginsAny(p, FirstBytes.SIP)) {
      return Services.SIP;
    }
    if (FirstBytes.beginsAny(p, HTTP_BEGINNINGS) || isRequestLine(p)) {
      return Services.HTTP;
    }
    if (FirstBytes.begins(p, "220") || FirstBytes.begins(p, "421")) {
      return banner(p, serverPort);
    }
    if (FirstBytes.beginsAny(p, SMTP_BEGINNINGS)) {
      return Services.SMTP;
    }
    if (FirstBytes.begins(p, "+OK") && !FirstBytes.begins(p, "+OK\r\n$")) {
      return serverPort == 6379 ? Services.REDIS : Services.POP3;
    }
    if (FirstBytes.begins(p, "* OK")) {
      return Services.IMAP;
    }
    if (FirstBytes.begins(p, "RFB 0")) {
      return Services.VNC;
    }
    if (FirstBytes.beginsAny(p, BITTORRENT_BEGINNINGS)) {
      return Services.BITTORRENT;
    }
    if (serverPort == 6379 && "*$+-:".indexOf(first) >= 0) {
      return Services.REDIS;
    }
    if (serverPort >= 6660 && serverPort <= 6669 && FirstBytes.beginsAny(p, IRC_BEGINNINGS)) {
      return Services.IRC;
    }
    if (serverPort >= 5222 && serverPort <= 5269 && FirstBytes.beginsAny(p, XMPP_BEGINNINGS)) {
      return Services.XMPP;
    }
    if (serverPort == 21 && FirstBytes.begins(p, "USER ")) {
      return Services.FTP;
    }
    return serverPort == 514 && first == '<' ? Services.SYSLOG : Services.UNKNOWN;
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
          && FirstBytes.followsExactly(p, at, " HTTP/1.")) {
        return true;
      }
      at++;
    }
    return false;
  }

  private static boolean isCapital(int c) {
    return c >= 'A' && c <= 'Z';
  }

  /** A greeting that FTP and SMTP share. */
  private static int banner(Packet p, int serverPort) {
    if (serverPort == 21) {
      return Services.FTP;
    }
    if (serverPort == 25 || serverPort == 587 || serverPort == 465) {
      return Services.SMTP;
    }
    int end = Math.min(p.payloadCaptured(), 256) - 4;
    for (int i = 3; i <= end; i++) {
      int c = p.payloadAt(i);
      if ((c == 'S' || c == 's') && FirstBytes.follows(p, i + 1, "mtp")) {
        return Services.SMTP;
      }
      if ((c == 'F' || c == 'f') && FirstBytes.follows(p, i + 1, "tp")) {
        return Services.FTP;
      }
    }
    return Services.UNKNOWN;
  }

  private static int binaryOverTcp(Packet p, int serverPort, int length) {
    int b0 = p.payloadAt(0);
    int b1 = p.payloadAt(1);
    int b2 = p.payloadAt(2);
    boolean tlsRecord = b0 >= 0x14 && b0 <= 0x17 && b1 == 3 && b2 <= 4 && length >= 6;
    if (tlsRecord && (b0 != 0x16 || isTlsHandshake(p.payloadAt(5)) || serverPort == 443)) {
      return Services.TLS;
    }
    if (length >= 8 && (p.payloadAt(4) == 0xFF || (p.payloadAt(4) & 0xFC) == 0xFC)) {
      if (p.payloadAt(5) == 'S' && p.payloadAt(6) == 'M' && p.payloadAt(7) == 'B') {
        return Services.SMB;
      }
    }
    if (b0 == 3 && b1 == 0 && length >= 7 && isConnectionRequest(p.payloadAt(5))) {
      return serverPort == 102 ? Services.ISO_TSAP : Services.RDP;
    }
    if (b0 == 5 && b1 == 0 && (b2 == 11 || b2 == 12) && length >= 16) {
      return Services.DCE_RPC;
    }
    if (b0 == 0x05 && b1 == 0x64) {
      return Services.DNP3;
    }
    if (b0 == 0x10
        && length >= 10
        && (FirstBytes.follows(p, 4, "mqtt") || FirstBytes.follows(p, 4, "mqisdp"))) {
      return Services.MQTT;
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
      case 22 -> Services.UNKNOWN;
      case 23 -> b0 == 0xFF && p.payloadAt(1) >= 0xF0 ? Services.TELNET : Services.UNKNOWN;
      case 53 -> length >= 14 && FirstBytes.isDnsHeader(p, 2) ? Services.DNS : Services.UNKNOWN;
      case 88 ->
          length >= 5 && (p.payloadAt(4) & 0xE0) == 0x60 ? Services.KERBEROS : Services.UNKNOWN;
      case 102 -> b0 == 3 && p.payloadAt(1) == 0 ? Services.ISO_TSAP : Services.UNKNOWN;
      case 139 -> b0 == 0x81 || b0 == 0x82 ? Services.NETBIOS_SSN : Services.UNKNOWN;
      case 389, 3268 -> b0 == 0x30 ? Services.LDAP : Services.UNKNOWN;
      case 502 ->
          length >= 8 && p.payloadAt(2) == 0 && p.payloadAt(3) == 0 && p.payloadAt(4) <= 1
              ? Services.MODBUS
              : Services.UNKNOWN;
      case 1080 -> b0 == 4 || b0 == 5 ? Services.SOCKS : Services.UNKNOWN;
      case 2404 -> b0 == 0x68 ? Services.IEC104 : Services.UNKNOWN;
      case 3306 ->
          length >= 5 && p.payloadAt(3) == 0 && p.payloadAt(4) == 10
              ? Services.MYSQL
              : Services.UNKNOWN;
      case 5432 ->
          b0 == 0 && p.payloadAt(1) == 0 && length >= 8 ? Services.POSTGRESQL : Services.UNKNOWN;
      case 44818 -> p.payloadAt(1) == 0 && length >= 24 ? Services.ENIP : Services.UNKNOWN;
      default -> Services.UNKNOWN;
    };
  }
}
