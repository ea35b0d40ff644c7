package io.testudo.app.web.page;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Spells out the characters that nobody sees and that change what a text seems to say: those that
 * turn its direction (Unicode UAX #9, explicit formatting), that have no width, that are tags, and
 * the control characters of ISO 8859. An attacker's file name must not be read backwards, nor look
 * like another.
 */
final class UnseenMarks {

  private UnseenMarks() {}

  /** The UTF-8 text with each such character as for instance {@code [U+202E]}. */
  static byte[] shown(byte[] text) {
    ByteArrayOutputStream shown = new ByteArrayOutputStream(text.length);
    int copied = 0;
    for (int i = 0; i + 1 < text.length; i++) {
      int length = lengthOf(text, i);
      int code = length == 0 ? 0 : codeOf(text, i, length);
      if (isUnseen(code)) {
        shown.write(text, copied, i - copied);
        shown.writeBytes(
            ("[U+" + String.format(Locale.ROOT, "%04X", code) + "]")
                .getBytes(StandardCharsets.US_ASCII));
        copied = i + length;
      }
    }
    shown.write(text, copied, text.length - copied);
    return shown.toByteArray();
  }

  static boolean isUnseen(int code) {
    return code >= 0x80 && code <= 0x9F
        || code == 0xAD
        || code == 0x061C
        || code == 0x180E
        || code >= 0x200B && code <= 0x200F
        || code >= 0x202A && code <= 0x202E
        || code >= 0x2060 && code <= 0x206F
        || code == 0xFEFF
        || code >= 0xE0000 && code <= 0xE007F;
  }

  /** How many bytes a character of more than one has that begins here; 0 if none does. */
  private static int lengthOf(byte[] text, int at) {
    int first = text[at] & 0xFF;
    int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    return at + length <= text.length ? length : 0;
  }

  private static int codeOf(byte[] text, int at, int length) {
    int code = (text[at] & 0xFF) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07);
    for (int i = 1; i < length; i++) {
      code = code << 6 | text[at + i] & 0x3F;
    }
    return code;
  }
}
