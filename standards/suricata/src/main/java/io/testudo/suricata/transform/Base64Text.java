package io.testudo.suricata.transform;

import java.io.ByteArrayOutputStream;

/** Reads base64 as far as it goes. */
public final class Base64Text {
  private Base64Text() {}

  /** The octets that the text from {@code from} on spells; none where it spells nothing. */
  public static byte[] decode(byte[] text, int from, int to, Base64Settings settings) {
    int start = Math.min(to, from + settings.offset());
    int end = settings.bytes() == 0 ? to : Math.min(to, start + settings.bytes());
    var out = new ByteArrayOutputStream();
    int bits = 0;
    int held = 0;
    for (int i = start; i < end; i++) {
      int value = value(text[i]);
      if (value < 0) {
        if (settings.mode() == Base64Settings.Mode.SKIP && text[i] != '=') {
          continue;
        }
        if (settings.mode() == Base64Settings.Mode.REFUSE && text[i] != '=') {
          return new byte[0];
        }
        break;
      }
      bits = bits << 6 | value;
      held += 6;
      if (held >= 8) {
        held -= 8;
        out.write(bits >>> held);
        bits &= (1 << held) - 1;
      }
    }
    return out.toByteArray();
  }

  private static int value(int c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return c == '+' ? 62 : c == '/' ? 63 : -1;
  }
}
