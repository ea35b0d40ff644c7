package io.testudo.suricata.dns;

import io.testudo.suricata.packet.Wire;
import java.nio.charset.StandardCharsets;

/** A DNS message's octets, and the names in them. */
final class DnsMessage {
  private static final int MOST_LABELS = 128;
  private static final int MOST_NAME = 1_024;

  private final byte[] octets;
  private final int from;
  private final int to;

  /** A name, and where it ends; -1 if it is malformed. */
  record Name(String text, int end) {}

  DnsMessage(byte[] octets, int from, int to) {
    this.octets = octets;
    this.from = from;
    this.to = to;
  }

  int end() {
    return to;
  }

  int u16(int at) {
    return Wire.u16(octets, at);
  }

  Name name(int start) {
    StringBuilder text = new StringBuilder();
    int end = -1;
    int at = start;
    for (int labels = 0; labels < MOST_LABELS && at < to && text.length() < MOST_NAME; labels++) {
      int length = Wire.u8(octets, at);
      if (length == 0) {
        return new Name(text.toString(), end < 0 ? at + 1 : end);
      }
      if ((length & 0xC0) == 0xC0) {
        if (at + 2 > to) {
          break;
        }
        end = end < 0 ? at + 2 : end;
        at = from + (Wire.u16(octets, at) & 0x3FFF);
        continue;
      }
      if ((length & 0xC0) != 0 || at + 1 + length > to) {
        break;
      }
      text.append(text.isEmpty() ? "" : ".");
      text.append(new String(octets, at + 1, length, StandardCharsets.ISO_8859_1));
      at += 1 + length;
    }
    return new Name(text.toString(), -1);
  }
}
