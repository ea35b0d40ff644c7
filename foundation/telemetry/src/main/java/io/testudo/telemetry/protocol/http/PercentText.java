package io.testudo.telemetry.protocol.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The text that percent-encoding stands for (RFC 3986 §2.1), decoded once, so that a path is found
 * however it is written.
 */
final class PercentText {

  private static final String HEX = "0123456789abcdef";

  private PercentText() {}

  /**
   * The text; bytes that are no printable text are shown as {@code \xNN}, and a percent sign that
   * encodes nothing stays.
   */
  static String decoded(String encoded) {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
      if (low >= 0) {
        bytes[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        bytes[length++] = bytes[i];
      }
    }
    return printable(bytes, length);
  }

  private static String printable(byte[] bytes, int length) {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
      if (text.chars().noneMatch(Character::isISOControl)) {
        return text;
      }
    } catch (CharacterCodingException notText) {
      // Shown byte by byte.
    }
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int b = bytes[i] & 0xFF;
      if (b >= 0x20 && b < 0x7F) {
        shown.append((char) b);
      } else {
        shown.append("\\x").append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
      }
    }
    return shown.toString();
  }
}
