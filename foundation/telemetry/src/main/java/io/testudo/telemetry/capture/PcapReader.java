package io.testudo.telemetry.capture;

import java.io.IOException;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The classic capture file: a header of 24 bytes, then records of 16 bytes and a packet.
 *
 * <p>Nothing in the format marks where a record begins. When one states an impossible length, the
 * reader looks on byte by byte for a place where a plausible record is followed by another, at most
 * {@link #RESYNC_BYTES} far, and goes on there.
 */
final class PcapReader {

  /** How far a plausible record is looked for behind a wrong one. */
  static final int RESYNC_BYTES = 512 * 1024;

  private static final int MICROS = 0xA1B2C3D4;
  private static final int NANOS = 0xA1B23C4D;
  private static final int MODIFIED = 0xA1B2CD34;

  /** How many bytes come before the first packet. */
  static final int FILE_HEADER = 24;

  private static final int RECORD_HEADER = 16;
  private static final int MODIFIED_RECORD_HEADER = 24;
  private static final long RESYNC_SECONDS = 7 * 86_400L;

  private final ByteWindow window;
  private final CaptureDecoder decoder;
  private ByteOrder order = ByteOrder.BIG_ENDIAN;
  private int recordHeader = RECORD_HEADER;
  private long fractionNanos = 1000;
  private int linkType;
  private long lastSeconds = -1;

  PcapReader(ByteWindow window, CaptureDecoder decoder) {
    this.window = window;
    this.decoder = decoder;
  }

  static boolean recognises(byte[] bytes, int at) {
    return CaptureDecoder.orderOf(bytes, at, MICROS) != null
        || CaptureDecoder.orderOf(bytes, at, NANOS) != null
        || CaptureDecoder.orderOf(bytes, at, MODIFIED) != null;
  }

  /** The byte order of a file that begins so, or null if it is no pcap. */
  static @Nullable ByteOrder orderOf(byte[] head) {
    for (int magic : new int[] {MICROS, NANOS, MODIFIED}) {
      ByteOrder order = CaptureDecoder.orderOf(head, 0, magic);
      if (order != null) {
        return order;
      }
    }
    return null;
  }

  /** How many bytes come before each packet of a file that begins so. */
  static int recordHeader(byte[] head) {
    return CaptureDecoder.orderOf(head, 0, MODIFIED) == null
        ? RECORD_HEADER
        : MODIFIED_RECORD_HEADER;
  }

  void read() throws IOException {
    if (!readFileHeader()) {
      return;
    }
    while (window.ensure(1)) {
      if (!window.ensure(recordHeader)) {
        decoder.parkFraming(window, "pcap", "ends within the header of a packet");
        return;
      }
      if (Integer.compareUnsigned(lengthAt(8), CaptureDecoder.MOST_CAPTURED_BYTES) > 0) {
        if (!resynchronise()) {
          return;
        }
      } else if (!readRecord()) {
        return;
      }
    }
  }

  private boolean readFileHeader() throws IOException {
    if (!window.ensure(FILE_HEADER)) {
      decoder.parkFraming(window, "pcap", "ends before the file header is complete");
      return false;
    }
    int at = window.position();
    @Nullable ByteOrder found = CaptureDecoder.orderOf(window.bytes, at, MICROS);
    if (found == null) {
      found = CaptureDecoder.orderOf(window.bytes, at, NANOS);
      if (found != null) {
        fractionNanos = 1;
      } else {
        found = CaptureDecoder.orderOf(window.bytes, at, MODIFIED);
        recordHeader = MODIFIED_RECORD_HEADER;
      }
    }
    order = found == null ? ByteOrder.BIG_ENDIAN : found;
    int major = Octets.unsigned16(window.bytes, at + 4, order);
    if (major != 2) {
      decoder.parkFraming(window, "pcap", "states version " + major + ", and only 2 is known");
      return false;
    }
    linkType = Octets.int32(window.bytes, at + 20, order) & 0xFFFF;
    window.advance(FILE_HEADER);
    return true;
  }

  private int lengthAt(int ahead) {
    return Octets.int32(window.bytes, window.position() + ahead, order);
  }

  private boolean readRecord() throws IOException {
    int captured = lengthAt(8);
    if (!window.ensure(recordHeader + captured)) {
      decoder.parkFraming(
          window,
          "pcap",
          "ends within a packet, of which "
              + (window.available() - recordHeader)
              + " of "
              + captured
              + " bytes are there");
      return false;
    }
    lastSeconds = lengthAt(0) & 0xFFFF_FFFFL;
    if (decoder.isNextSkipped()) {
      decoder.passOver();
    } else {
      long fraction = (lengthAt(4) & 0xFFFF_FFFFL) * fractionNanos;
      decoder.deliver(
          window,
          recordHeader,
          captured,
          lengthAt(12) & 0xFFFF_FFFFL,
          linkType,
          CaptureDecoder.boundedNanos(lastSeconds, fraction));
    }
    window.advance(recordHeader + captured);
    return true;
  }

  /** Goes to the next plausible record behind a wrong one; false if there is none near. */
  private boolean resynchronise() throws IOException {
    String wrong =
        "a record states " + (lengthAt(8) & 0xFFFF_FFFFL) + " captured bytes, which is impossible";
    window.ensure(RESYNC_BYTES + 2 * recordHeader + CaptureDecoder.MOST_CAPTURED_BYTES);
    int last = Math.min(RESYNC_BYTES, window.available() - recordHeader);
    for (int ahead = 1; ahead <= last; ahead++) {
      if (beginsRecord(ahead)) {
        decoder.parkFraming(
            window, "pcap", wrong + "; reading goes on " + ahead + " bytes further");
        window.advance(ahead);
        return true;
      }
    }
    decoder.parkFraming(window, "pcap", wrong + "; the rest is not read");
    return false;
  }

  private boolean beginsRecord(int ahead) {
    if (!isPlausible(ahead)) {
      return false;
    }
    int next = ahead + recordHeader + lengthAt(ahead + 8);
    int there = window.available();
    return next == there || (next + recordHeader <= there && isPlausible(next));
  }

  private boolean isPlausible(int ahead) {
    long captured = lengthAt(ahead + 8) & 0xFFFF_FFFFL;
    long wire = lengthAt(ahead + 12) & 0xFFFF_FFFFL;
    if (captured == 0 || captured > CaptureDecoder.MOST_CAPTURED_BYTES || captured > wire) {
      return false;
    }
    long seconds = lengthAt(ahead) & 0xFFFF_FFFFL;
    long fraction = (lengthAt(ahead + 4) & 0xFFFF_FFFFL) * fractionNanos;
    return wire <= RESYNC_BYTES
        && fraction < 1_000_000_000L
        && (lastSeconds < 0 || Math.abs(seconds - lastSeconds) <= RESYNC_SECONDS);
  }
}
