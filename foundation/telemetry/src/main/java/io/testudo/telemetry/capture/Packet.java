package io.testudo.telemetry.capture;

import org.jspecify.annotations.Nullable;

/**
 * One packet of a capture with its headers read: a mutable view that the decoder fills anew for
 * every packet, so that reading allocates nothing.
 *
 * <p>What a header that was not there would say is 0. Addresses are two halves as in {@link
 * io.testudo.vocabulary.entity.IpAddress}.
 */
public final class Packet {

  /** What kind of packet it is. */
  public enum Kind {
    /** IP, with its headers read. */
    IP,
    /** ARP or reverse ARP. */
    ARP,
    /** Something else, or of a link type that is not read. */
    OTHER,
    /** Its headers contradict themselves or are cut short; see {@link #malformation()}. */
    MALFORMED
  }

  final String source;
  final String item;

  long number;
  long timeNanos;
  long wireBytes;
  int linkType;
  byte[] bytes = new byte[0];
  int start;
  int end;

  Kind kind = Kind.OTHER;
  @Nullable Malformation malformation;
  int ipVersion;
  long sourceHigh;
  long sourceLow;
  long destinationHigh;
  long destinationLow;
  int protocol;
  int ipBytes;
  boolean laterFragment;
  boolean moreFragments;
  int fragmentId;

  int sourcePort;
  int destinationPort;
  int tcpFlags;
  int tcpSequence;
  int tcpAcknowledgement;
  int payloadStart;
  int payloadBytes;

  Packet(String source, String item) {
    this.source = source;
    this.item = item;
  }

  /** Forgets the last packet's headers. */
  void clearHeaders() {
    kind = Kind.OTHER;
    malformation = null;
    ipVersion = 0;
    sourceHigh = 0;
    sourceLow = 0;
    destinationHigh = 0;
    destinationLow = 0;
    protocol = 0;
    ipBytes = 0;
    laterFragment = false;
    moreFragments = false;
    fragmentId = 0;
    sourcePort = 0;
    destinationPort = 0;
    tcpFlags = 0;
    tcpSequence = 0;
    tcpAcknowledgement = 0;
    payloadStart = end;
    payloadBytes = 0;
  }

  /** The source of the capture, as in {@link io.testudo.vocabulary.event.Origin}. */
  public String source() {
    return source;
  }

  /** The capture's name within the source. */
  public String item() {
    return item;
  }

  /** Its ordinal in the capture from 1, as every packet analyser counts it. */
  public long number() {
    return number;
  }

  /** When it was captured, in nanoseconds since 1970; at most the year 2200. */
  public long timeNanos() {
    return timeNanos;
  }

  /** Its length on the wire, link layer included. */
  public long wireBytes() {
    return wireBytes;
  }

  /** How many bytes of it were captured. */
  public int capturedBytes() {
    return end - start;
  }

  /** The link type that the capture states. */
  public int linkType() {
    return linkType;
  }

  /** What kind of packet it is. */
  public Kind kind() {
    return kind;
  }

  /** What is wrong with it, or null unless {@link Kind#MALFORMED}. */
  public @Nullable Malformation malformation() {
    return malformation;
  }

  /** 4 or 6, or 0 if it is no IP. */
  public int ipVersion() {
    return ipVersion;
  }

  /** The first 64 bits of an IPv6 source address, 0 for IPv4. */
  public long sourceHigh() {
    return sourceHigh;
  }

  /** The last 64 bits of an IPv6 source address, or the IPv4 source address. */
  public long sourceLow() {
    return sourceLow;
  }

  /** The first 64 bits of an IPv6 destination address, 0 for IPv4. */
  public long destinationHigh() {
    return destinationHigh;
  }

  /** The last 64 bits of an IPv6 destination address, or the IPv4 destination address. */
  public long destinationLow() {
    return destinationLow;
  }

  /** IANA's protocol number of what follows the IP headers. */
  public int protocol() {
    return protocol;
  }

  /** Bytes from the first of the IP header on as the header states them, without link padding. */
  public int ipBytes() {
    return ipBytes;
  }

  /** Whether it is a fragment other than the first, and so has no transport header. */
  public boolean isLaterFragment() {
    return laterFragment;
  }

  /** Whether it is a fragment. */
  public boolean isFragment() {
    return laterFragment || moreFragments;
  }

  /** The identification that the fragments of one packet share. */
  public int fragmentId() {
    return fragmentId;
  }

  /** Source port of TCP, UDP and SCTP; type of ICMP. */
  public int sourcePort() {
    return sourcePort;
  }

  /** Destination port of TCP, UDP and SCTP; code of ICMP. */
  public int destinationPort() {
    return destinationPort;
  }

  /** The flag octet of the TCP header. */
  public int tcpFlags() {
    return tcpFlags;
  }

  /** The TCP sequence number. */
  public int tcpSequence() {
    return tcpSequence;
  }

  /** The TCP acknowledgement number. */
  public int tcpAcknowledgement() {
    return tcpAcknowledgement;
  }

  /** Bytes above the transport header as the headers state them, without link padding. */
  public int payloadBytes() {
    return payloadBytes;
  }

  /** How many of {@link #payloadBytes()} were captured. */
  public int payloadCaptured() {
    return Math.min(payloadBytes, end - payloadStart);
  }

  /**
   * A byte of the payload, 0..255.
   *
   * @param index below {@link #payloadCaptured()}
   */
  public int payloadAt(int index) {
    if (index < 0 || index >= payloadCaptured()) {
      throw new IndexOutOfBoundsException(
          "index (" + index + ") of payload must be below " + payloadCaptured());
    }
    return bytes[payloadStart + index] & 0xFF;
  }

  /** Copies what was captured of the whole frame to the beginning of {@code target}. */
  public void copyFrame(byte[] target) {
    System.arraycopy(bytes, start, target, 0, end - start);
  }

  /** Copies what was captured of the payload to the beginning of {@code target}. */
  public void copyPayload(byte[] target) {
    System.arraycopy(bytes, payloadStart, target, 0, payloadCaptured());
  }
}
