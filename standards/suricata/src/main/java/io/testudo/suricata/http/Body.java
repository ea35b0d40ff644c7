package io.testudo.suricata.http;

import io.testudo.suricata.transform.Inflation;
import java.io.ByteArrayOutputStream;
import java.util.Locale;

/**
 * The body of a message while it arrives: how it is delimited, and its octets up to a bound.
 *
 * <p>{@link #take} tells how many octets belong to the body; {@link #isWhole} whether it ended.
 */
final class Body {
  /** More of a body is not looked at. */
  static final int MOST_OCTETS = 204_800;

  private static final int MOST_LAYERS = 2;

  private enum Framing {
    NONE,
    LENGTH,
    CHUNKED,
    UNTIL_END
  }

  private final Framing framing;
  private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
  private long left;
  private boolean isWhole;

  private Body(Framing framing, long left) {
    this.framing = framing;
    this.left = left;
    this.isWhole = framing == Framing.NONE || (framing == Framing.LENGTH && left == 0);
  }

  static Body none() {
    return new Body(Framing.NONE, 0);
  }

  /** The body that headers announce; without them one that runs to the end of the stream. */
  static Body of(Headers headers, boolean untilEnd) {
    if (headers.folded("transfer-encoding").contains("chunked")) {
      return new Body(Framing.CHUNKED, 0);
    }
    String length = headers.folded("content-length").split(",", -1)[0].strip();
    if (!length.isEmpty() && length.length() < 18 && length.chars().allMatch(Character::isDigit)) {
      return new Body(Framing.LENGTH, Long.parseLong(length));
    }
    return untilEnd ? new Body(Framing.UNTIL_END, Long.MAX_VALUE) : none();
  }

  boolean isWhole() {
    return isWhole;
  }

  void end() {
    isWhole = true;
  }

  boolean isFull() {
    return octets.size() >= MOST_OCTETS;
  }

  int size() {
    return octets.size();
  }

  /** Takes what of the octets belongs to the body. */
  int take(byte[] in, int from, int to) {
    if (framing != Framing.CHUNKED) {
      int count = (int) Math.min(left, to - from);
      keep(in, from, count);
      left -= framing == Framing.LENGTH ? count : 0;
      isWhole = framing == Framing.LENGTH && left == 0;
      return count;
    }
    int at = from;
    while (at < to && !isWhole) {
      if (left > 0) {
        int count = (int) Math.min(left, to - at);
        keep(in, at, count);
        left -= count;
        at += count;
        continue;
      }
      int line = io.testudo.suricata.protocol.Signs.find(in, at, to, '\n');
      if (line < 0) {
        break;
      }
      String size =
          new String(in, at, line - at, java.nio.charset.StandardCharsets.ISO_8859_1).strip();
      at = line + 1;
      chunk(size.toLowerCase(Locale.ROOT));
    }
    return at - from;
  }

  /** The line before a chunk; the one behind it is empty. */
  private void chunk(String line) {
    if (line.isEmpty()) {
      return;
    }
    int end = 0;
    while (end < line.length() && Character.digit(line.charAt(end), 16) >= 0 && end < 8) {
      end++;
    }
    left = end == 0 ? 0 : Long.parseLong(line.substring(0, end), 16);
    isWhole = left == 0;
  }

  private void keep(byte[] in, int from, int count) {
    int room = MOST_OCTETS - octets.size();
    octets.write(in, from, Math.min(count, Math.max(0, room)));
  }

  byte[] raw() {
    return octets.toByteArray();
  }

  /** The octets after the encodings that the headers name; as they are where that fails. */
  byte[] decoded(Headers headers) {
    byte[] out = octets.toByteArray();
    int layers = 0;
    String[] encodings = headers.folded("content-encoding").split(",");
    for (int i = encodings.length - 1; i >= 0 && layers < MOST_LAYERS; i--) {
      String encoding = encodings[i].strip();
      byte[] inner = new byte[0];
      if (encoding.equals("gzip") || encoding.equals("x-gzip")) {
        inner = Inflation.gunzip(out, MOST_OCTETS);
      } else if (encoding.equals("deflate")) {
        inner = Inflation.zlib(out, MOST_OCTETS);
        inner = inner.length > 0 ? inner : Inflation.deflated(out, MOST_OCTETS);
      }
      if (inner.length > 0) {
        out = inner;
        layers++;
      }
    }
    return out;
  }
}
