package io.testudo.suricata.packet;

import io.testudo.suricata.text.AddressSet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One packet with its headers read, and where in the frame they are. What a header that is not
 * there would say is 0, and its bounds are equal.
 *
 * <p>Addresses are as in {@link AddressSet}.
 */
public final class Packet {

  /** TCP's flags as they are in its header. */
  public static final int FIN = 1;

  public static final int SYN = 2;
  public static final int RST = 4;
  public static final int PSH = 8;
  public static final int ACK = 16;
  public static final int URG = 32;

  final byte[] bytes;
  final int linkStart;
  int end;
  long number;
  int wireLength;
  long timeNanos;
  int depth;

  final List<Integer> vlans = new ArrayList<>(0);
  final List<String> events = new ArrayList<>(0);
  final List<String> ipOptions = new ArrayList<>(0);
  int ipVersion;
  int ipStart;
  int ipEnd;
  long sourceHigh;
  long sourceLow;
  long destinationHigh;
  long destinationLow;
  int protocol;
  int ttl;
  int ipId;
  int tos;
  int fragmentBits;
  int fragmentOffset;
  int transportStart;
  int payloadStart;
  int payloadEnd;
  int sourcePort;
  int destinationPort;
  int tcpFlags;
  int tcpSequence;
  int tcpAcknowledgement;
  int tcpWindow;
  int tcpUrgent;
  boolean transportRead;

  Packet(byte[] bytes, int linkStart, int end) {
    this.bytes = bytes;
    this.linkStart = linkStart;
    this.end = end;
    this.wireLength = end - linkStart;
  }

  /** A packet within this one, whose headers begin later in the same frame. */
  Packet inner() {
    Packet inner = new Packet(bytes, linkStart, Math.min(end, payloadEnd == 0 ? end : payloadEnd));
    inner.number = number;
    inner.timeNanos = timeNanos;
    inner.depth = depth + 1;
    return inner;
  }

  /** The frame's octets; not copied. */
  public byte[] bytes() {
    return bytes;
  }

  public long number() {
    return number;
  }

  public long timeNanos() {
    return timeNanos;
  }

  /** Octets of the whole frame, or of the packet from its IP header on if it is within another. */
  public int wireLength() {
    return wireLength;
  }

  /** How many packets it is wrapped in. */
  public int depth() {
    return depth;
  }

  /** The identifiers of its VLAN tags, outermost first. */
  public List<Integer> vlans() {
    return vlans;
  }

  /** What the headers break, by the names that rules know. */
  public List<String> events() {
    return events;
  }

  /** The options of the IPv4 header, by the names that rules know. */
  public List<String> ipOptions() {
    return ipOptions;
  }

  /** 4 or 6, or 0 if it is no IP. */
  public int ipVersion() {
    return ipVersion;
  }

  public int ipStart() {
    return ipStart;
  }

  /** Where the IP header ends, its extensions included. */
  public int ipEnd() {
    return ipEnd;
  }

  public long sourceHigh() {
    return sourceHigh;
  }

  public long sourceLow() {
    return sourceLow;
  }

  public long destinationHigh() {
    return destinationHigh;
  }

  public long destinationLow() {
    return destinationLow;
  }

  /** IANA's number of what follows the IP headers. */
  public int protocol() {
    return protocol;
  }

  public int ttl() {
    return ttl;
  }

  public int ipId() {
    return ipId;
  }

  public int tos() {
    return tos;
  }

  /** The three bits before the fragment offset. */
  public int fragmentBits() {
    return fragmentBits;
  }

  /** Octets of the whole packet's payload before this fragment. */
  public int fragmentOffset() {
    return fragmentOffset;
  }

  public boolean isFragment() {
    return fragmentOffset > 0 || (fragmentBits & 1) != 0;
  }

  public int transportStart() {
    return transportStart;
  }

  public int payloadStart() {
    return payloadStart;
  }

  public int payloadEnd() {
    return payloadEnd;
  }

  public int payloadLength() {
    return payloadEnd - payloadStart;
  }

  /** Source port; type of ICMP. */
  public int sourcePort() {
    return sourcePort;
  }

  /** Destination port; code of ICMP. */
  public int destinationPort() {
    return destinationPort;
  }

  public int tcpFlags() {
    return tcpFlags;
  }

  public int tcpSequence() {
    return tcpSequence;
  }

  public int tcpAcknowledgement() {
    return tcpAcknowledgement;
  }

  public int tcpWindow() {
    return tcpWindow;
  }

  public int tcpUrgent() {
    return tcpUrgent;
  }

  /** Whether a TCP header was read. */
  public boolean isTcp() {
    return transportRead && protocol == 6;
  }

  /** Whether a UDP header was read. */
  public boolean isUdp() {
    return transportRead && protocol == 17;
  }

  /** Whether an ICMP header of either IP was read. */
  public boolean isIcmp() {
    return transportRead && (protocol == 1 || protocol == 58);
  }

  /** Whether an SCTP header was read. */
  public boolean isSctp() {
    return transportRead && protocol == 132;
  }

  /** A source address in text. */
  public String source() {
    return AddressText.of(sourceHigh, sourceLow);
  }

  /** A destination address in text. */
  public String destination() {
    return AddressText.of(destinationHigh, destinationLow);
  }

  /** The octets of the source address, 4 or 16. */
  public byte[] sourceOctets() {
    return octets(sourceHigh, sourceLow);
  }

  /** The octets of the destination address, 4 or 16. */
  public byte[] destinationOctets() {
    return octets(destinationHigh, destinationLow);
  }

  private byte[] octets(long high, long low) {
    ByteBuffer octets = ByteBuffer.allocate(16).putLong(high).putLong(low);
    return Arrays.copyOfRange(octets.array(), ipVersion == 4 ? 12 : 0, 16);
  }
}
