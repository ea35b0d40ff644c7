package io.testudo.suricata.http;

import java.io.ByteArrayOutputStream;

/**
 * The code of RFC 7541, appendix B. It is canonical: of the codes of a length the lower octet has
 * the lower one, so that the lengths say all.
 */
final class HuffmanCode {
  private static final int LONGEST = 30;

  /** Octet by octet; the end of the string is not among them, for it must not occur. */
  private static final int[] LENGTHS = {
    13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28,
    28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
    5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
    13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
    7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
    15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5,
    6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
    20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
    24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
    22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23,
    21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
    26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
    19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
    20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
    26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26
  };

  private static final int[] FIRST_CODE = new int[LONGEST + 2];
  private static final int[] FIRST_INDEX = new int[LONGEST + 2];
  private static final int[] COUNT = new int[LONGEST + 2];
  private static final int[] OCTETS = new int[256];

  static {
    int index = 0;
    int code = 0;
    for (int length = 1; length <= LONGEST; length++) {
      code <<= 1;
      FIRST_CODE[length] = code;
      FIRST_INDEX[length] = index;
      for (int octet = 0; octet < 256; octet++) {
        if (LENGTHS[octet] == length) {
          OCTETS[index++] = octet;
          COUNT[length]++;
          code++;
        }
      }
    }
  }

  private HuffmanCode() {}

  /** The octets that the code from one place to another spells, as far as it is valid. */
  static byte[] decode(byte[] coded, int from, int to) {
    var out = new ByteArrayOutputStream(2 * (to - from));
    int code = 0;
    int length = 0;
    for (int bit = from * 8; bit < to * 8; bit++) {
      code = code << 1 | (coded[bit >>> 3] >>> (7 - (bit & 7)) & 1);
      length++;
      int place = code - FIRST_CODE[length];
      if (place >= 0 && place < COUNT[length]) {
        out.write(OCTETS[FIRST_INDEX[length] + place]);
        code = 0;
        length = 0;
      } else if (length >= LONGEST) {
        break;
      }
    }
    return out.toByteArray();
  }
}
