package io.testudo.app.web.page;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Spells out the characters that turn the direction of text (Unicode UAX #9, explicit formatting):
 * an attacker's file name must not be read backwards, nor turn the words behind it.
 */
final class DirectionMarks {

  private DirectionMarks() {}

  /** The UTF-8 text with U+202A to U+202E and U+2066 to U+2069 as for instance {@code [U+202E]}. */
  static byte[] shown(byte[] text) {
    ByteArrayOutputStream shown = new ByteArrayOutputStream(text.length);
    int copied = 0;
    for (int i = 0; i + 2 < text.length; i++) {
      int code = turning(text, i);
      if (code != 0) {
        shown.write(text, copied, i - copied);
        shown.writeBytes(
            ("[U+" + Integer.toHexString(code).toUpperCase(Locale.ROOT) + "]")
                .getBytes(StandardCharsets.US_ASCII));
        copied = i + 3;
      }
    }
    shown.write(text, copied, text.length - copied);
    return shown.toByteArray();
  }

  private static int turning(byte[] text, int at) {
    if (text[at] != (byte) 0xE2) {
      return 0;
    }
    int code = 0x2000 | (text[at + 1] & 0x3F) << 6 | (text[at + 2] & 0x3F);
    return code >= 0x202A && code <= 0x202E || code >= 0x2066 && code <= 0x2069 ? code : 0;
  }
}
