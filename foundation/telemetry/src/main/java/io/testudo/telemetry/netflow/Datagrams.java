package io.testudo.telemetry.netflow;

import io.testudo.telemetry.record.Records;
import io.testudo.telemetry.record.Window;
import java.io.IOException;
import java.io.InputStream;

/**
 * Datagrams of exporters that were written one after another without anything between them. Where
 * one ends is told by its own lengths; zeros behind it are passed over. Behind one whose lengths
 * cannot be, the next header of about the same time is looked for.
 */
public final class Datagrams implements Records {

  /** Bytes that {@link #recognises} wants to see, if there are so many. */
  public static final int RECOGNITION_BYTES = 24;

  private static final int MOST_BYTES = 65_535;
  private static final int LEAST_HEADER = 16;
  private static final int LEAST_SET = 256;
  private static final long EARLIEST_SECOND = 631_152_000L;
  private static final long DAY = 86_400;

  private final Window window;
  private byte[] buffer;
  private int from;
  private int length;
  private long offset;

  /** The datagrams of {@code in}. */
  public Datagrams(InputStream in) {
    window = new Window(in, 2 * MOST_BYTES);
    buffer = window.bytes();
  }

  /** Whether an item that begins so is made of datagrams. */
  public static boolean recognises(byte[] head, int length) {
    return length >= LEAST_HEADER
        && isHeader(head, 0, length)
        && seconds(head, 0) >= EARLIEST_SECOND
        && hasContent(head, length);
  }

  private static boolean hasContent(byte[] head, int length) {
    return switch (head[1]) {
      case 5 ->
          length >= 24 + Version5.RECORD_BYTES
              && Octets.u16(head, 2) > 0
              && Octets.u16(head, 2) <= MOST_BYTES / Version5.RECORD_BYTES;
      case 9 -> length >= 24 && isSetOf9(Octets.u16(head, 20)) && Octets.u16(head, 22) >= 4;
      default -> {
        boolean isEmpty = Octets.u16(head, 2) == LEAST_HEADER;
        boolean hasSet =
            length >= 20 && isSetOfIpfix(Octets.u16(head, 16)) && Octets.u16(head, 18) >= 4;
        yield isEmpty || (Octets.u16(head, 2) > LEAST_HEADER && hasSet);
      }
    };
  }

  private static boolean isSetOf9(int id) {
    return id < 2 || id >= LEAST_SET;
  }

  private static boolean isSetOfIpfix(int id) {
    return id == 2 || id == 3 || id >= LEAST_SET;
  }

  private static boolean isHeader(byte[] bytes, int at, int end) {
    return end - at >= LEAST_HEADER
        && bytes[at] == 0
        && (bytes[at + 1] == 5 || bytes[at + 1] == 9 || bytes[at + 1] == 10);
  }

  /** When the datagram says it was sent, in seconds since 1970. */
  private static long seconds(byte[] bytes, int at) {
    return Octets.u32(bytes, at + (bytes[at + 1] == 10 ? 4 : 8));
  }

  @Override
  public boolean next() throws IOException {
    while (window.see(1) && window.at(0) == 0 && !(window.see(2) && window.at(1) != 0)) {
      window.take(1);
    }
    if (!window.see(1)) {
      return false;
    }
    boolean unused = window.see(MOST_BYTES);
    buffer = window.bytes();
    from = window.from();
    offset = window.offset();
    int end = from + window.seen();
    int extent = isHeader(buffer, from, end) ? extent(end) : -1;
    length = extent > 0 ? extent : toNextHeader(end);
    window.take(length);
    return true;
  }

  /** How long the datagram is by its own lengths, or −1 if they cannot be. */
  private int extent(int end) {
    int stated =
        switch (buffer[from + 1]) {
          case 5 -> 24 + Version5.RECORD_BYTES * Octets.u16(buffer, from + 2);
          case 9 -> extent9(end);
          default -> Octets.u16(buffer, from + 2);
        };
    boolean canBe = stated >= LEAST_HEADER && stated <= Math.min(MOST_BYTES, end - from);
    return canBe ? stated : -1;
  }

  /** Version 9 does not say how long it is: sets follow one another as far as they are such. */
  private int extent9(int end) {
    int at = from + 20;
    while (end - at >= 4) {
      int set = Octets.u16(buffer, at);
      int bytes = Octets.u16(buffer, at + 2);
      if (!isSetOf9(set) || bytes < 4) {
        break;
      }
      if (bytes > end - at || at + bytes - from > MOST_BYTES) {
        return -1;
      }
      at += bytes;
    }
    return Math.min(at, end) - from;
  }

  private int toNextHeader(int end) {
    int most = Math.min(end, from + MOST_BYTES);
    if (isHeader(buffer, from, end)) {
      long sent = seconds(buffer, from);
      for (int at = from + LEAST_HEADER; at < most; at++) {
        if (isHeader(buffer, at, end) && Math.abs(seconds(buffer, at) - sent) <= DAY) {
          return at - from;
        }
      }
    }
    return most - from;
  }

  @Override
  public byte[] buffer() {
    return buffer;
  }

  @Override
  public int from() {
    return from;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public long excess() {
    return 0;
  }
}
