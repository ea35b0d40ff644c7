package io.testudo.telemetry.capture;

import io.testudo.telemetry.ParkedRecord;
import io.testudo.vocabulary.event.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one packet capture, pcap or pcapng, in constant memory.
 *
 * <p>Pcap: both byte orders, microseconds and nanoseconds, and the modified record header of
 * Kuznetzov's patch. Pcapng: sections of either byte order, any number of interfaces, enhanced,
 * simple and obsolete packet blocks, time resolution and offset per interface; other blocks are
 * passed over.
 *
 * <p>What is wrong is parked and counted: a packet whose headers cannot be read, and then reading
 * goes on; a wrong record of a pcap, after which the next plausible record is looked for within
 * {@link PcapReader#RESYNC_BYTES}; a capture cut within a packet; and the rest of a file whose
 * framing is lost. All packets before are delivered.
 *
 * <p>A decoder reads one capture once and is used by one thread.
 */
public final class CaptureDecoder {

  /** More bytes of one packet than this are not believed; the largest snap length in use. */
  public static final int MOST_CAPTURED_BYTES = 256 * 1024;

  /** Bytes that {@link #recognises} wants to see. */
  public static final int RECOGNITION_BYTES = 12;

  private static final int EXCERPT_BYTES = 32;

  private final PacketSink sink;
  private final Consumer<ParkedRecord> parked;
  private final Packet packet;
  private final HeaderReader headers = new HeaderReader();
  private final TunnelReader tunnels = new TunnelReader(headers);
  private final Packet[] carried = new Packet[TunnelReader.MOST_DEPTH];
  private final Map<Malformation, Long> malformed = new EnumMap<>(Malformation.class);
  private final Set<Integer> unknownLinkTypes = new HashSet<>();

  private long packets;
  private long skip;
  private long ip;
  private long arp;
  private long other;
  private long carriedPackets;
  private long badRecords;

  /**
   * A decoder for one capture.
   *
   * @param source the source, for the origin of what is parked and assembled
   * @param item the capture's name within the source
   * @param sink takes the packets
   * @param parked takes what could not be read
   */
  public CaptureDecoder(
      String source, String item, PacketSink sink, Consumer<ParkedRecord> parked) {
    this.sink = sink;
    this.parked = parked;
    this.packet = new Packet(source, item);
    for (int depth = 0; depth < carried.length; depth++) {
      carried[depth] = new Packet(source, item);
    }
  }

  /** Whether bytes begin a capture that this class reads; {@link #RECOGNITION_BYTES} suffice. */
  public static boolean recognises(byte[] prefix, int length) {
    if (length < 4) {
      return false;
    }
    if (PcapngReader.recognises(prefix, length)) {
      return true;
    }
    return PcapReader.recognises(prefix, 0);
  }

  /**
   * Reads the capture to its end.
   *
   * @param in the capture's bytes from the first on; not closed
   * @param skipPackets how many packets to pass over, without delivering them or parking what is
   *     wrong with them, because they were read before
   * @return what was read
   * @throws IOException if {@code in} throws it; what was read before is delivered
   */
  public CaptureCounts decode(InputStream in, long skipPackets) throws IOException {
    skip = skipPackets;
    ByteWindow window = new ByteWindow(in);
    if (!window.ensure(4)) {
      parkFraming(window, "capture", "ends before the file header is complete");
    } else if (Octets.int32(window.bytes, window.position()) == PcapngReader.SECTION) {
      new PcapngReader(window, this).read();
    } else if (PcapReader.recognises(window.bytes, window.position())) {
      new PcapReader(window, this).read();
    } else {
      parkFraming(window, "capture", "does not begin as pcap or pcapng does");
    }
    return counts();
  }

  /** What was read so far. */
  public CaptureCounts counts() {
    return new CaptureCounts(
        packets, Math.min(skip, packets), ip, arp, other, malformed, carriedPackets, badRecords);
  }

  /** Whether the next packet was read before, so that its bytes need not be looked at. */
  boolean isNextSkipped() {
    return packets < skip;
  }

  /** Counts a packet that was read before. */
  void passOver() {
    packets++;
  }

  /** Reads the headers of the packet in {@code bytes[start .. end)} and hands it on. */
  void deliver(
      ByteWindow window, int headerBytes, int captured, long wire, int linkType, long timeNanos) {
    packets++;
    Packet p = packet;
    p.number = packets;
    p.timeNanos = timeNanos;
    p.linkType = linkType;
    p.bytes = window.bytes;
    p.start = window.position() + headerBytes;
    p.end = p.start + captured;
    p.wireBytes = Math.max(wire, captured);
    p.clearHeaders();
    headers.read(p);
    switch (p.kind) {
      case IP -> ip++;
      case ARP -> arp++;
      case OTHER -> countOther(window, headerBytes);
      case MALFORMED -> countMalformed(window, headerBytes);
    }
    Packet outer = p;
    for (int depth = 0; depth < carried.length && tunnels.read(outer, carried[depth]); depth++) {
      outer = carried[depth];
      carriedPackets++;
      sink.carried(outer);
    }
    sink.packet(p);
  }

  private void countOther(ByteWindow window, int headerBytes) {
    other++;
    if (!HeaderReader.reads(packet.linkType)
        && unknownLinkTypes.size() < 16
        && unknownLinkTypes.add(packet.linkType)) {
      park(
          window,
          headerBytes,
          "capture",
          "link type " + packet.linkType + " is not read; its packets are only counted");
    }
  }

  private void countMalformed(ByteWindow window, int headerBytes) {
    Malformation why = packet.malformation;
    if (why != null) {
      malformed.merge(why, 1L, Long::sum);
      park(window, headerBytes, "packet", why.reason());
    }
  }

  /** Parks a place of the file's framing, unless it was parked when it was read before. */
  void parkFraming(ByteWindow window, String format, String reason) {
    badRecords++;
    if (packets >= skip) {
      park(window, 0, format, reason + ", at byte " + window.offset());
    }
  }

  private void park(ByteWindow window, int ahead, String format, String reason) {
    int from = window.position() + ahead;
    int length = Math.max(0, Math.min(EXCERPT_BYTES, window.available() - ahead));
    parked.accept(
        new ParkedRecord(
            new Origin(packet.source, packet.item, Math.max(1, packets)),
            window.offset() + ahead,
            format,
            reason,
            HexFormat.of().formatHex(window.bytes, from, from + length)));
  }

  /** Bounds a time to the years 1970..2200, which keeps sums of times within 64 bits. */
  static long boundedNanos(long seconds, long nanos) {
    final long mostSeconds = 7_258_118_400L;
    if (seconds < 0) {
      return 0;
    }
    return Math.min(seconds, mostSeconds) * 1_000_000_000L + nanos;
  }

  /** The byte order in which {@code bytes} spell {@code magic}, or null if in none. */
  static @Nullable ByteOrder orderOf(byte[] bytes, int at, int magic) {
    int value = Octets.int32(bytes, at);
    if (value == magic) {
      return ByteOrder.BIG_ENDIAN;
    }
    return Integer.reverseBytes(value) == magic ? ByteOrder.LITTLE_ENDIAN : null;
  }
}
