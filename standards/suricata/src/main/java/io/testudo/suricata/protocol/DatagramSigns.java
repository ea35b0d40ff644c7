package io.testudo.suricata.protocol;

import io.testudo.suricata.packet.Wire;

/** How protocols over UDP begin. */
final class DatagramSigns {
  private DatagramSigns() {}

  /** The protocol that begins so, or an empty text. */
  static String protocol(Side side, byte[] b, int n, Ports ports) {
    if ((ports.has(53) || ports.has(5353)) && isDns(b, 0, n)) {
      return ports.has(5353) ? "mdns" : "dns";
    }
    if (StreamSigns.isSip(b, n)) {
      return "sip";
    }
    if (ports.has(123) && n >= 48) {
      return "ntp";
    }
    if ((ports.has(161) || ports.has(162)) && n > 2 && b[0] == 0x30) {
      return "snmp";
    }
    if (ports.has(88) && n > 4 && (b[0] & 0xE0) == 0x60) {
      return "krb5";
    }
    if ((ports.has(500) || ports.has(4500)) && n >= 28) {
      return "ike";
    }
    if ((ports.has(67) || ports.has(68)) && n >= 240 && Wire.i32(b, 236) == 0x63825363) {
      return "dhcp";
    }
    if (ports.has(2049) && n >= 24) {
      return "nfs";
    }
    if (ports.has(44818) && n >= 24) {
      return "enip";
    }
    if (n >= 1200
        && (b[0] & 0xC0) == 0xC0
        && side == Side.TO_SERVER
        && (ports.has(443) || ports.has(4433))) {
      return "quic";
    }
    if (ports.has(69) && n > 4 && b[0] == 0 && b[1] >= 1 && b[1] <= 5) {
      return "tftp";
    }
    return "";
  }

  /** A header of RFC 1035 whose counts can be. */
  static boolean isDns(byte[] b, int at, int n) {
    if (at + 12 > n) {
      return false;
    }
    int questions = Wire.u16(b, at + 4);
    int answers = Wire.u16(b, at + 6);
    return questions <= 16
        && answers <= 512
        && Wire.u16(b, at + 8) <= 512
        && Wire.u16(b, at + 10) <= 64
        && questions + answers + Wire.u16(b, at + 8) + Wire.u16(b, at + 10) > 0;
  }
}
