package io.testudo.suricata.protocol;

import io.testudo.suricata.packet.Wire;
import java.util.List;

/** How protocols over TCP begin. */
final class StreamSigns {
  private static final List<String> METHODS =
      List.of(
          "GET",
          "POST",
          "PUT",
          "HEAD",
          "OPTIONS",
          "DELETE",
          "TRACE",
          "CONNECT",
          "PATCH",
          "PROPFIND",
          "PROPPATCH",
          "MKCOL",
          "COPY",
          "MOVE",
          "LOCK",
          "UNLOCK",
          "SEARCH",
          "REPORT",
          "M-SEARCH",
          "BMOVE",
          "BPROPFIND",
          "SUBSCRIBE",
          "NOTIFY",
          "POLL",
          "CHECKOUT");

  private StreamSigns() {}

  /** The protocol that begins so, or an empty text. */
  static String protocol(Side side, byte[] b, int n, Ports ports) {
    String text = textual(side, b, n, ports);
    return text.isEmpty() ? binary(side, b, n, ports) : text;
  }

  private static String textual(Side side, byte[] b, int n, Ports ports) {
    if (Signs.at(b, 0, n, "PRI * HTTP/2.0")) {
      return "http2";
    }
    if (side == Side.TO_SERVER && isRequest(b, n)) {
      return "http1";
    }
    if (Signs.at(b, 0, n, "HTTP/1.")) {
      return "http1";
    }
    if (Signs.at(b, 0, n, "SSH-")) {
      return "ssh";
    }
    if (isSip(b, n)) {
      return "sip";
    }
    boolean mail = ports.has(25) || ports.has(587) || ports.has(465);
    if (Signs.at(b, 0, n, "EHLO") || Signs.at(b, 0, n, "HELO")) {
      return "smtp";
    }
    if (side == Side.TO_CLIENT && Signs.at(b, 0, n, "220")) {
      return mail
          ? "smtp"
          : Signs.find(b, 0, n, "smtp") >= 0
              ? "smtp"
              : ports.has(21) || Signs.find(b, 0, n, "ftp") >= 0 ? "ftp" : "";
    }
    if (side == Side.TO_SERVER
        && (Signs.at(b, 0, n, "USER ")
            || Signs.at(b, 0, n, "FEAT")
            || Signs.at(b, 0, n, "PASS "))) {
      return ports.has(110) ? "pop3" : "ftp";
    }
    return "";
  }

  static boolean isSip(byte[] b, int n) {
    for (String method :
        List.of(
            "INVITE ",
            "REGISTER ",
            "ACK ",
            "BYE ",
            "CANCEL ",
            "UPDATE ",
            "REFER ",
            "PRACK ",
            "SUBSCRIBE sip",
            "NOTIFY sip",
            "PUBLISH ",
            "MESSAGE ",
            "INFO ",
            "OPTIONS sip",
            "SIP/2.0 ")) {
      if (Signs.at(b, 0, n, method)) {
        return true;
      }
    }
    return false;
  }

  static boolean isRequest(byte[] b, int n) {
    int space = Signs.find(b, 0, Math.min(n, 24), ' ');
    if (space < 2) {
      return false;
    }
    for (String method : METHODS) {
      if (method.length() == space && Signs.at(b, 0, n, method)) {
        return !isSip(b, n);
      }
    }
    int line = Signs.find(b, 0, n, '\n');
    return line > 0 && Signs.find(b, 0, line, " HTTP/1.") > 0;
  }

  private static String binary(Side side, byte[] b, int n, Ports ports) {
    if (n >= 3 && b[0] >= 0x14 && b[0] <= 0x17 && b[1] == 3 && b[2] <= 4) {
      return "tls";
    }
    if (n >= 5 && (b[0] & 0x80) != 0 && b[2] == 1 && b[3] == 3 && b[4] <= 4 && b[4] >= 0) {
      return "tls";
    }
    if (n >= 8 && b[0] == 0 && (isSmb(b, 4))) {
      return "smb";
    }
    if (n >= 10
        && b[0] == 5
        && b[1] <= 1
        && b[2] <= 19
        && (b[4] == 0x10 || b[4] == 0)
        && Wire.u16Little(b, 8) >= 16) {
      return "dcerpc";
    }
    if (n >= 8
        && ports.has(88)
        && Wire.i32(b, 0) < 65_536
        && Wire.i32(b, 0) > 8
        && (b[4] & 0xE0) == 0x60) {
      return "krb5";
    }
    return byPort(side, b, n, ports);
  }

  private static String byPort(Side side, byte[] b, int n, Ports ports) {
    if (ports.has(53) && n >= 14 && Wire.u16(b, 0) >= 12 && DatagramSigns.isDns(b, 2, n)) {
      return "dns";
    }
    if (ports.server() == 502 && n >= 8 && Wire.u16(b, 2) == 0 && Wire.u16(b, 4) < 256) {
      return "modbus";
    }
    if (ports.has(44818) && n >= 24) {
      return "enip";
    }
    if ((ports.has(1883) || ports.has(8883)) && n >= 2 && (b[0] & 0xF0) != 0) {
      return "mqtt";
    }
    if ((ports.has(389) || ports.has(3268)) && n >= 2 && b[0] == 0x30) {
      return "ldap";
    }
    if (ports.has(2049) && n >= 28 && (b[0] & 0x80) != 0) {
      return "nfs";
    }
    return "";
  }

  static boolean isSmb(byte[] b, int at) {
    boolean sign = b[at + 1] == 'S' && b[at + 2] == 'M' && b[at + 3] == 'B';
    return sign && (b[at] == (byte) 0xFF || b[at] == (byte) 0xFE || b[at] == (byte) 0xFD);
  }

  /** Whether more octets may make a protocol of what is not one yet. */
  static boolean mayBecome(byte[] b, int n, Ports ports) {
    return n < 28 || (Signs.find(b, 0, n, '\n') < 0 && n < 512);
  }
}
