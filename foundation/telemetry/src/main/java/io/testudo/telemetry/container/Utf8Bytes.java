package io.testudo.telemetry.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** A text in UTF-16, as Windows writes it, as UTF-8. */
public final class Utf8Bytes extends InputStream {

  private static final int CHARACTERS = 8 * 1024;

  private final Reader reader;
  private final char[] characters = new char[CHARACTERS];
  private int held;
  private byte[] bytes = new byte[0];
  private int at;

  private Utf8Bytes(InputStream in, Charset charset) {
    reader = new InputStreamReader(in, charset);
  }

  /** The stream without a byte order mark, in UTF-8 if the mark says that it is in UTF-16. */
  public static PeekableBytes withoutMark(PeekableBytes in) throws IOException {
    if (in.startsWith(0xEF, 0xBB, 0xBF)) {
      in.take(3);
    } else if (in.startsWith(0xFF, 0xFE)) {
      in.take(2);
      return new PeekableBytes(new Utf8Bytes(in, StandardCharsets.UTF_16LE));
    } else if (in.startsWith(0xFE, 0xFF)) {
      in.take(2);
      return new PeekableBytes(new Utf8Bytes(in, StandardCharsets.UTF_16BE));
    }
    return in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (at == bytes.length) {
      if (!fill()) {
        return -1;
      }
    }
    int count = Math.min(length, bytes.length - at);
    System.arraycopy(bytes, at, target, offset, count);
    at += count;
    return count;
  }

  /** Encodes the next characters; the first half of a pair waits for the second. */
  private boolean fill() throws IOException {
    int read = reader.read(characters, held, characters.length - held);
    if (read < 0 && held == 0) {
      return false;
    }
    int there = held + Math.max(0, read);
    boolean half = read >= 0 && Character.isHighSurrogate(characters[there - 1]);
    int whole = half ? there - 1 : there;
    bytes = new String(characters, 0, whole).getBytes(StandardCharsets.UTF_8);
    at = 0;
    held = half ? 1 : 0;
    if (half) {
      characters[0] = characters[there - 1];
    }
    return true;
  }
}
