package io.testudo.telemetry.capture;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The next-generation capture file: sections of blocks, each block framed by its length before and
 * after, each section of its own byte order and with its own interfaces.
 *
 * <p>A block whose two lengths differ means that the framing is lost: the rest is parked. The
 * length that a section states for itself is not used.
 */
final class PcapngReader {

  /** Type of the block that begins a section; the same in either byte order. */
  static final int SECTION = 0x0A0D0D0A;

  /** What a section begins with in its own byte order. */
  static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;

  private static final int INTERFACE = 1;
  private static final int OBSOLETE_PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  private static final int ENHANCED_PACKET = 6;
  private static final int BLOCK_HEADER = 8;

  /** The shortest block: type and twice its length. */
  static final int LEAST_BLOCK = 12;

  private static final int MOST_INTERFACES = 65_536;
  private static final int MOST_OPTION_BYTES = 65_536;
  private static final int OPTION_RESOLUTION = 9;
  private static final int OPTION_OFFSET = 14;
  private static final int MICROSECONDS = 6;

  private final ByteWindow window;
  private final CaptureDecoder decoder;
  private ByteOrder order = ByteOrder.BIG_ENDIAN;

  private int interfaces;
  private int[] linkTypes = new int[8];
  private long[] snapLengths = new long[8];
  private int[] resolutions = new int[8];
  private long[] offsetSeconds = new long[8];
  private long lastNanos;

  PcapngReader(ByteWindow window, CaptureDecoder decoder) {
    this.window = window;
    this.decoder = decoder;
  }

  static boolean recognises(byte[] prefix, int length) {
    return length >= 12
        && Octets.int32(prefix, 0) == SECTION
        && CaptureDecoder.orderOf(prefix, 8, BYTE_ORDER_MAGIC) != null;
  }

  void read() throws IOException {
    while (window.ensure(1)) {
      if (!window.ensure(LEAST_BLOCK)) {
        decoder.parkFraming(window, "pcapng", "ends within a block");
        return;
      }
      int type = Octets.int32(window.bytes, window.position(), order);
      if (Octets.int32(window.bytes, window.position()) == SECTION) {
        type = SECTION;
        @Nullable ByteOrder found =
            CaptureDecoder.orderOf(window.bytes, window.position() + 8, BYTE_ORDER_MAGIC);
        if (found == null) {
          parkRest("a section states no byte order");
          return;
        }
        order = found;
      }
      long length = Octets.unsigned32(window.bytes, window.position() + 4, order);
      if (length < LEAST_BLOCK || (length & 3) != 0) {
        parkRest("a block states a length of " + length + " bytes, which is impossible");
        return;
      }
      if (!readBlock(type, length)) {
        return;
      }
    }
  }

  private boolean readBlock(int type, long length) throws IOException {
    boolean readable =
        switch (type) {
          case SECTION -> beginSection(length);
          case INTERFACE -> addInterface(length);
          case ENHANCED_PACKET, OBSOLETE_PACKET -> packet(type, length);
          case SIMPLE_PACKET -> simplePacket(length);
          default -> true;
        };
    return readable && finishBlock(length);
  }

  /** Passes over what is left of the block and compares its second length. */
  private boolean finishBlock(long length) throws IOException {
    long offset = window.offset();
    if (!window.skip(length - 4) || !window.ensure(4)) {
      decoder.parkFraming(window, "pcapng", "ends within the block that begins at byte " + offset);
      return false;
    }
    long again = Octets.unsigned32(window.bytes, window.position(), order);
    if (again != length) {
      parkRest("a block states " + length + " bytes before and " + again + " after");
      return false;
    }
    window.advance(4);
    return true;
  }

  private void parkRest(String what) {
    decoder.parkFraming(window, "pcapng", what + "; the rest is not read");
  }

  private boolean beginSection(long length) throws IOException {
    if (length < 28 || !window.ensure(16)) {
      parkRest("a section header of " + length + " bytes is too short");
      return false;
    }
    int major = Octets.unsigned16(window.bytes, window.position() + 12, order);
    if (major != 1) {
      parkRest("a section states version " + major + ", and only 1 is known");
      return false;
    }
    interfaces = 0;
    return true;
  }

  private boolean addInterface(long length) throws IOException {
    int seen = (int) Math.min(length, MOST_OPTION_BYTES);
    if (length < 20 || interfaces == MOST_INTERFACES || !window.ensure(seen)) {
      parkRest(
          length < 20
              ? "an interface description of " + length + " bytes is too short"
              : interfaces == MOST_INTERFACES
                  ? "more than " + MOST_INTERFACES + " interfaces are described"
                  : "an interface description is cut short");
      return false;
    }
    if (interfaces == linkTypes.length) {
      int larger = interfaces * 2;
      linkTypes = Arrays.copyOf(linkTypes, larger);
      snapLengths = Arrays.copyOf(snapLengths, larger);
      resolutions = Arrays.copyOf(resolutions, larger);
      offsetSeconds = Arrays.copyOf(offsetSeconds, larger);
    }
    int at = window.position();
    linkTypes[interfaces] = Octets.unsigned16(window.bytes, at + 8, order);
    snapLengths[interfaces] = Octets.unsigned32(window.bytes, at + 12, order);
    resolutions[interfaces] = MICROSECONDS;
    offsetSeconds[interfaces] = 0;
    readInterfaceOptions(at + 16, at + seen - 4);
    interfaces++;
    return true;
  }

  private void readInterfaceOptions(int from, int to) {
    int at = from;
    while (at + 4 <= to) {
      int code = Octets.unsigned16(window.bytes, at, order);
      int length = Octets.unsigned16(window.bytes, at + 2, order);
      if (code == 0 || at + 4 + length > to) {
        return;
      }
      if (code == OPTION_RESOLUTION && length == 1) {
        resolutions[interfaces] = Octets.unsigned8(window.bytes, at + 4);
      } else if (code == OPTION_OFFSET && length == 8) {
        long value = Octets.int64(window.bytes, at + 4);
        offsetSeconds[interfaces] =
            order == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value);
      }
      at += 4 + ((length + 3) & ~3);
    }
  }

  private boolean packet(int type, long length) throws IOException {
    final int header = 28;
    if (length < header + 4 || !window.ensure(header)) {
      parkRest("a packet block of " + length + " bytes is cut short");
      return false;
    }
    int at = window.position();
    long on =
        type == OBSOLETE_PACKET
            ? Octets.unsigned16(window.bytes, at + 8, order)
            : Octets.unsigned32(window.bytes, at + 8, order);
    long captured = Octets.unsigned32(window.bytes, at + 20, order);
    if (captured > length - header - 4 || captured > CaptureDecoder.MOST_CAPTURED_BYTES) {
      parkRest("a packet states " + captured + " captured bytes, which is impossible");
      return false;
    }
    if (on >= interfaces) {
      parkRest("a packet is of interface " + on + ", which no block describes");
      return false;
    }
    if (!window.ensure(header + (int) captured)) {
      decoder.parkFraming(window, "pcapng", "ends within a packet");
      return false;
    }
    if (decoder.isNextSkipped()) {
      decoder.passOver();
      return true;
    }
    at = window.position();
    long wire = Octets.unsigned32(window.bytes, at + 24, order);
    long ticks =
        Octets.unsigned32(window.bytes, at + 12, order) << 32
            | Octets.unsigned32(window.bytes, at + 16, order);
    lastNanos = nanos(ticks, resolutions[(int) on], offsetSeconds[(int) on]);
    decoder.deliver(window, header, (int) captured, wire, linkTypes[(int) on], lastNanos);
    return true;
  }

  private boolean simplePacket(long length) throws IOException {
    if (length < 16 || !window.ensure(12)) {
      parkRest("a simple packet block of " + length + " bytes is cut short");
      return false;
    }
    if (interfaces == 0) {
      parkRest("a simple packet comes before any interface is described");
      return false;
    }
    long wire = Octets.unsigned32(window.bytes, window.position() + 8, order);
    long captured = Math.min(wire, length - 16);
    if (snapLengths[0] != 0) {
      captured = Math.min(captured, snapLengths[0]);
    }
    if (captured > CaptureDecoder.MOST_CAPTURED_BYTES) {
      parkRest("a packet states " + captured + " captured bytes, which is impossible");
      return false;
    }
    if (!window.ensure(12 + (int) captured)) {
      decoder.parkFraming(window, "pcapng", "ends within a packet");
      return false;
    }
    if (decoder.isNextSkipped()) {
      decoder.passOver();
    } else {
      decoder.deliver(window, 12, (int) captured, wire, linkTypes[0], lastNanos);
    }
    return true;
  }

  /**
   * Ticks as nanoseconds since 1970.
   *
   * @param ticks unsigned
   * @param resolution negative power of ten of the tick in seconds, or of two if the top bit is set
   */
  static long nanos(long ticks, int resolution, long offsetSeconds) {
    int power = resolution & 0x7F;
    long seconds;
    long nanos;
    if ((resolution & 0x80) != 0) {
      seconds = power > 63 ? 0 : ticks >>> power;
      nanos = binaryFraction(ticks, power);
    } else if (power > 18) {
      nanos = power > 27 ? 0 : Long.divideUnsigned(ticks, pow10(power - 9));
      seconds = nanos / 1_000_000_000L;
      nanos %= 1_000_000_000L;
    } else {
      long perSecond = pow10(power);
      seconds = Long.divideUnsigned(ticks, perSecond);
      long rest = Long.remainderUnsigned(ticks, perSecond);
      nanos = power <= 9 ? rest * pow10(9 - power) : rest / pow10(power - 9);
    }
    if (seconds < 0 || seconds > Integer.MAX_VALUE * 8L) {
      seconds = Integer.MAX_VALUE * 8L;
    }
    long bounded = Math.clamp(offsetSeconds, -Integer.MAX_VALUE * 8L, Integer.MAX_VALUE * 8L);
    return CaptureDecoder.boundedNanos(seconds + bounded, nanos);
  }

  private static long binaryFraction(long ticks, int power) {
    if (power == 0) {
      return 0;
    }
    long fraction = power >= 64 ? ticks : ticks & ((1L << power) - 1);
    if (power <= 33) {
      return (fraction * 1_000_000_000L) >>> power;
    }
    long high = Math.unsignedMultiplyHigh(fraction, 1_000_000_000L);
    long low = fraction * 1_000_000_000L;
    if (power < 64) {
      return (high << (64 - power)) | (low >>> power);
    }
    return power == 64 ? high : high >>> Math.min(63, power - 64);
  }

  private static long pow10(int power) {
    long value = 1;
    for (int i = 0; i < power; i++) {
      value *= 10;
    }
    return value;
  }
}
