package io.testudo.suricata.packet;

import io.testudo.suricata.text.AddressSet;

/** Addresses in text: IPv4 in dotted form, IPv6 as eight groups of four digits. */
final class AddressText {
  private AddressText() {}

  static String of(long high, long low) {
    if (high == 0 && low >>> 32 == AddressSet.IPV4_PREFIX >>> 32) {
      return (low >>> 24 & 0xFF)
          + "."
          + (low >>> 16 & 0xFF)
          + "."
          + (low >>> 8 & 0xFF)
          + "."
          + (low & 0xFF);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      long half = i < 4 ? high : low;
      long group = half >>> (48 - 16 * (i % 4)) & 0xFFFF;
      text.append(i == 0 ? "" : ":").append(String.format("%04x", group));
    }
    return text.toString();
  }
}
