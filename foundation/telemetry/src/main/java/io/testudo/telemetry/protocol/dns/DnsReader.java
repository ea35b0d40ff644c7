package io.testudo.telemetry.protocol.dns;

import io.testudo.telemetry.stream.MalformedMessageException;
import io.testudo.telemetry.stream.Sent;
import java.util.Locale;

/**
 * Reads names and records of one message. Names may point back into the message (RFC 1035 §4.1.4);
 * a pointer must lead before itself, so that no chain is endless.
 */
final class DnsReader {

  private static final int MOST_NAME = 255;
  private static final String HEX = "0123456789abcdef";

  private final Sent message;
  private int at;

  DnsReader(Sent message, int at) {
    this.message = message;
    this.at = at;
  }

  int at() {
    return at;
  }

  int u8() throws MalformedMessageException {
    return message.u8(at++);
  }

  int u16() throws MalformedMessageException {
    int value = message.u16(at);
    at += 2;
    return value;
  }

  long u32() throws MalformedMessageException {
    long value = message.u32(at);
    at += 4;
    return value;
  }

  void skip(int count) throws MalformedMessageException {
    message.part(at, count);
    at += count;
  }

  /** Text whose length is before it. */
  String string() throws MalformedMessageException {
    int length = u8();
    String text = escaped(message.latin(at, length));
    at += length;
    return text;
  }

  /** Passes over a name. */
  void skipName() throws MalformedMessageException {
    int length = u8();
    while (length != 0) {
      if (length >= 0xC0) {
        skip(1);
        return;
      }
      if (length > 63) {
        throw new MalformedMessageException("has a label of unknown kind");
      }
      skip(length);
      length = u8();
    }
  }

  /** A name in lower case, its labels parted by dots; empty for the root. */
  String name() throws MalformedMessageException {
    StringBuilder name = new StringBuilder();
    int place = at;
    int before = at;
    boolean jumped = false;
    while (true) {
      int length = message.u8(place);
      if (length >= 0xC0) {
        int target = message.u16(place) & 0x3FFF;
        if (target >= before) {
          throw new MalformedMessageException("has a name that points at itself or ahead");
        }
        if (!jumped) {
          at = place + 2;
        }
        jumped = true;
        before = target;
        place = target;
        continue;
      }
      if (length > 63) {
        throw new MalformedMessageException("has a label of unknown kind");
      }
      place++;
      if (length == 0) {
        break;
      }
      if (name.length() + length > MOST_NAME) {
        throw new MalformedMessageException("has a name longer than 255 bytes");
      }
      name.append(name.isEmpty() ? "" : ".").append(message.latin(place, length));
      place += length;
    }
    if (!jumped) {
      at = place;
    }
    return escaped(name.toString().toLowerCase(Locale.ROOT));
  }

  /** Bytes beyond printable ASCII as {@code \xNN}. */
  static String escaped(String latin) {
    StringBuilder escaped = null;
    for (int i = 0; i < latin.length(); i++) {
      char c = latin.charAt(i);
      boolean plain = c >= 0x20 && c < 0x7F;
      if (!plain && escaped == null) {
        escaped = new StringBuilder(latin.substring(0, i));
      }
      if (escaped != null) {
        if (plain) {
          escaped.append(c);
        } else {
          escaped.append("\\x").append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
        }
      }
    }
    return escaped == null ? latin : escaped.toString();
  }
}
