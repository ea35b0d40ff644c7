package io.testudo.sigma.detection;

import io.testudo.sigma.pattern.WildcardText;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The encodings that a value may be given in. Bytes that are not to be Base64 are kept one to a
 * character (U+0000 to U+00FF).
 */
final class Encodings {
  private static final int[] FIRST_SURE = {0, 2, 3};
  private static final int[] LAST_UNSURE = {0, 3, 2};

  private Encodings() {}

  /** The text in the bytes of an encoding of two-byte characters. */
  static WildcardText wide(WildcardText text, Modifier encoding) {
    Charset charset =
        encoding == Modifier.UTF16BE ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
    String bytes = new String(text.bytes(charset), StandardCharsets.ISO_8859_1);
    return WildcardText.plain(encoding == Modifier.UTF16 ? "\u00FF\u00FE" + bytes : bytes);
  }

  /** The bytes in Base64. */
  static WildcardText base64(byte[] bytes) {
    return WildcardText.plain(Base64.getEncoder().encodeToString(bytes));
  }

  /**
   * The bytes as they look inside longer Base64, once for each of the three places they may start
   * at. The characters that also hold bits of the neighbours are left away: those of the first
   * group that begin before the bytes do, and those of the last group that end after them.
   */
  static List<WildcardText> base64AtAnyOffset(byte[] bytes) throws RuleRefusedException {
    if (bytes.length < 2) {
      throw new RuleRefusedException("a value for base64offset must have at least two bytes");
    }
    var texts = new WildcardText[3];
    for (int offset = 0; offset < 3; offset++) {
      var shifted = new byte[offset + bytes.length];
      Arrays.fill(shifted, 0, offset, (byte) ' ');
      System.arraycopy(bytes, 0, shifted, offset, bytes.length);
      String encoded = Base64.getEncoder().encodeToString(shifted);
      int end = encoded.length() - LAST_UNSURE[shifted.length % 3];
      int start = Math.min(FIRST_SURE[offset], end);
      texts[offset] = WildcardText.plain(encoded.substring(start, end));
    }
    return List.of(texts);
  }
}
