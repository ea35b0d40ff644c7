package io.testudo.telemetry.pairing;

/**
 * What one record of an exporter says of a flow: one direction of it, or both. A mutable view that
 * a decoder fills anew for every record, so that decoding allocates nothing; its fields are public
 * for that reason alone.
 *
 * <p>Addresses are two halves as in {@link io.testudo.vocabulary.entity.IpAddress}. Counts are as
 * the exporter counted them, not yet multiplied by {@link #sampling}.
 */
public final class ReportedFlow {

  /** Instead of TCP flags: the exporter did not say. */
  public static final int UNKNOWN = -1;

  /** 4 or 6; 0 if the record names no addresses. */
  public int ipVersion;

  public long sourceHigh;
  public long sourceLow;
  public long destinationHigh;
  public long destinationLow;

  /** IANA's protocol number. */
  public int protocol;

  /** For ICMP the type. */
  public int sourcePort;

  /** For ICMP the code. */
  public int destinationPort;

  public long packets;

  /** Bytes from the first of the IP header on. */
  public long bytes;

  /** Whether the record counts the answers too. */
  public boolean countsBothWays;

  public long reversePackets;
  public long reverseBytes;

  /** Union of the TCP flags of the source, or {@link #UNKNOWN}. */
  public int flags;

  /** Union of the TCP flags of the destination, or {@link #UNKNOWN}. */
  public int reverseFlags;

  /** When the first packet was seen, in nanoseconds since 1970. */
  public long startNanos;

  /** When the last packet was seen, in nanoseconds since 1970; not before the start. */
  public long endNanos;

  /** Index of the interface that packets of the source came in by, 0 if not said. */
  public long input;

  /** Index of the interface that packets of the source went out by, 0 if not said. */
  public long output;

  /** One packet in so many was counted; 1 for all. */
  public long sampling;

  /** Whether the record is told from the destination's side, which sent the first packet. */
  public boolean fromResponder;

  /** Whether a firewall refused the flow. */
  public boolean isDenied;

  /** Whether the report was made when the flow began, so that an answer may yet come. */
  public boolean isOngoing;

  /** Forgets the last record. */
  public void clear() {
    ipVersion = 0;
    sourceHigh = 0;
    sourceLow = 0;
    destinationHigh = 0;
    destinationLow = 0;
    protocol = 0;
    sourcePort = 0;
    destinationPort = 0;
    packets = 0;
    bytes = 0;
    countsBothWays = false;
    reversePackets = 0;
    reverseBytes = 0;
    flags = UNKNOWN;
    reverseFlags = UNKNOWN;
    startNanos = 0;
    endNanos = 0;
    input = 0;
    output = 0;
    sampling = 1;
    fromResponder = false;
    isDenied = false;
    isOngoing = false;
  }
}
