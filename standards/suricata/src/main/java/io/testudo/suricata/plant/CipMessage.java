package io.testudo.suricata.plant;

import io.testudo.suricata.packet.Wire;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import java.util.Arrays;

/** A message of the Common Industrial Protocol: a service asked of an object, or the answer. */
final class CipMessage {
  private static final int GET_LIST = 3;
  private static final int SEVERAL = 0x0A;
  private static final int MOST_SERVICES = 64;

  private CipMessage() {}

  static void lay(Transaction t, Side side, byte[] b, int from, int to) {
    if (from + 2 > to) {
      return;
    }
    t.add(side, "frame.enip.cip", Arrays.copyOfRange(b, from, to));
    message(t, side, b, from, to, true);
  }

  private static void message(
      Transaction t, Side side, byte[] b, int from, int to, boolean isOuter) {
    if (from + 2 > to) {
      return;
    }
    int service = b[from] & 0x7F;
    t.number(side, "cip_service", service);
    boolean answer = (b[from] & 0x80) != 0;
    int body;
    if (answer) {
      if (from + 4 > to) {
        return;
      }
      t.number(side, "enip.cip_status", Wire.u8(b, from + 2));
      body = from + 4 + 2 * Wire.u8(b, from + 3);
    } else {
      body = from + 2 + 2 * Wire.u8(b, from + 1);
      path(t, side, b, from + 2, Math.min(to, body));
      if (service == GET_LIST) {
        attributes(t, side, b, body, to);
      }
    }
    if (service == SEVERAL && isOuter && body + 2 <= to) {
      int count = Math.min(MOST_SERVICES, Wire.u16Little(b, body));
      for (int i = 0; i < count && body + 4 + 2 * i <= to; i++) {
        int at = body + Wire.u16Little(b, body + 2 + 2 * i);
        boolean last = i + 1 == count || body + 6 + 2 * i > to;
        int end = last ? to : body + Wire.u16Little(b, body + 4 + 2 * i);
        if (at < end && end <= to) {
          t.add(side, "frame.enip.cip", Arrays.copyOfRange(b, at, end));
          message(t, side, b, at, end, false);
        }
      }
    }
  }

  /** The attributes that a list asks for. */
  private static void attributes(Transaction t, Side side, byte[] b, int from, int to) {
    int count = from + 2 <= to ? Math.min(MOST_SERVICES, Wire.u16Little(b, from)) : 0;
    for (int i = 0; i < count && from + 4 + 2 * i <= to; i++) {
      t.number(side, "enip.cip_attribute", Wire.u16Little(b, from + 2 + 2 * i));
    }
  }

  /** Logical segments of 8 and 16 bits; others end the reading. */
  private static void path(Transaction t, Side side, byte[] b, int from, int to) {
    int at = from;
    while (at + 2 <= to && (b[at] & 0xE0) == 0x20 && (b[at] & 3) <= 1) {
      boolean wide = (b[at] & 3) == 1;
      if (wide && at + 4 > to) {
        return;
      }
      int value = wide ? Wire.u16Little(b, at + 2) : Wire.u8(b, at + 1);
      switch (b[at] & 0x1C) {
        case 0x00 -> t.number(side, "enip.cip_class", value);
        case 0x04 -> t.number(side, "enip.cip_instance", value);
        case 0x10 -> t.number(side, "enip.cip_attribute", value);
        default -> {}
      }
      at += wide ? 4 : 2;
    }
  }
}
