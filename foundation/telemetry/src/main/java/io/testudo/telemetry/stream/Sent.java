package io.testudo.telemetry.stream;

import java.nio.charset.StandardCharsets;

/**
 * Bytes that one side sent and nobody has read yet: all of a datagram, or a stretch of a stream. A
 * view that is valid during one call only. Whoever reads beyond its end learns that the message is
 * malformed, never another's bytes.
 */
public final class Sent {

  private final byte[] bytes;
  private final int from;
  private final int length;
  private final Side side;
  private final long nanos;

  /**
   * A view.
   *
   * @param bytes not copied
   * @param from index of the first byte
   * @param length how many there are
   * @param nanos when the last of them was seen, in nanoseconds since 1970
   */
  Sent(byte[] bytes, int from, int length, Side side, long nanos) {
    this.bytes = bytes;
    this.from = from;
    this.length = length;
    this.side = side;
    this.nanos = nanos;
  }

  /**
   * A view of bytes that were put together from several.
   *
   * @param bytes not copied
   * @param last the last of them, whose side and time these have
   */
  public static Sent of(byte[] bytes, Sent last) {
    return new Sent(bytes, 0, bytes.length, last.side, last.nanos);
  }

  /** Who sent them. */
  public Side side() {
    return side;
  }

  /** When the last of them was seen, in nanoseconds since 1970. */
  public long nanos() {
    return nanos;
  }

  /** How many there are. */
  public int length() {
    return length;
  }

  /**
   * A part of these bytes.
   *
   * @throws MalformedMessageException if it would end behind them
   */
  public Sent part(int at, int partLength) throws MalformedMessageException {
    require(at, partLength);
    return new Sent(bytes, from + at, partLength, side, nanos);
  }

  /** What is behind {@code at}; nothing where that is the end or beyond. */
  public Sent behind(int at) {
    int start = Math.min(at, length);
    return new Sent(bytes, from + start, length - start, side, nanos);
  }

  /** The byte at this position, 0..255. */
  public int u8(int at) throws MalformedMessageException {
    require(at, 1);
    return bytes[from + at] & 0xFF;
  }

  /** Two bytes in network order. */
  public int u16(int at) throws MalformedMessageException {
    require(at, 2);
    return (bytes[from + at] & 0xFF) << 8 | bytes[from + at + 1] & 0xFF;
  }

  /** Three bytes in network order. */
  public int u24(int at) throws MalformedMessageException {
    return u16(at) << 8 | u8(at + 2);
  }

  /** Four bytes in network order. */
  public long u32(int at) throws MalformedMessageException {
    return (long) u16(at) << 16 | u16(at + 2);
  }

  /** Two bytes, the lower first. */
  public int u16le(int at) throws MalformedMessageException {
    return u8(at) | u8(at + 1) << 8;
  }

  /** Four bytes, the lowest first. */
  public long u32le(int at) throws MalformedMessageException {
    return u16le(at) | (long) u16le(at + 2) << 16;
  }

  /** A copy of these bytes. */
  public byte[] copy(int at, int count) throws MalformedMessageException {
    require(at, count);
    byte[] copy = new byte[count];
    System.arraycopy(bytes, from + at, copy, 0, count);
    return copy;
  }

  /** Bytes as text, one character each. */
  public String latin(int at, int count) throws MalformedMessageException {
    require(at, count);
    return new String(bytes, from + at, count, StandardCharsets.ISO_8859_1);
  }

  /** Bytes as UTF-8; what is none becomes U+FFFD. */
  public String utf8(int at, int count) throws MalformedMessageException {
    require(at, count);
    return new String(bytes, from + at, count, StandardCharsets.UTF_8);
  }

  /** Where a byte of this value is first, from {@code at} on; -1 if nowhere. */
  public int find(int value, int at) {
    for (int i = Math.max(0, at); i < length; i++) {
      if ((bytes[from + i] & 0xFF) == value) {
        return i;
      }
    }
    return -1;
  }

  /** Whether these bytes begin with ASCII text. */
  public boolean begins(String ascii) {
    if (length < ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (bytes[from + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void require(int at, int count) throws MalformedMessageException {
    if (at < 0 || count < 0 || at > length - count) {
      throw new MalformedMessageException("ends before its own lengths say");
    }
  }
}
