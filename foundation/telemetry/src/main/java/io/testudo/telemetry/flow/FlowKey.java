package io.testudo.telemetry.flow;

import io.testudo.telemetry.capture.Packet;
import io.testudo.vocabulary.entity.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The two ends and the protocol of a conversation, the same for either direction: the lower end by
 * address and port comes first. An ICMP message without an answer is a conversation of one
 * direction, and its sender comes first.
 *
 * <p>Mutable, so that one can serve to look others up; a key in a map is a {@link #copy}.
 */
final class FlowKey implements Comparable<FlowKey> {

  int ipVersion;
  int protocol;
  boolean oneWay;
  long firstHigh;
  long firstLow;
  int firstPort;
  long secondHigh;
  long secondLow;
  int secondPort;

  /**
   * Takes the ends of a packet.
   *
   * @return whether the packet's source is the first end
   */
  boolean set(Packet p, int sourcePort, int destinationPort) {
    return set(
        p.ipVersion(),
        p.protocol(),
        p.sourceHigh(),
        p.sourceLow(),
        sourcePort,
        p.destinationHigh(),
        p.destinationLow(),
        destinationPort);
  }

  /** As {@link #set(Packet, int, int)}; ports of ICMP are type and code. */
  boolean set(
      int version,
      int protocolNumber,
      long sourceHigh,
      long sourceLow,
      int sourcePort,
      long destinationHigh,
      long destinationLow,
      int destinationPort) {
    ipVersion = version;
    protocol = protocolNumber;
    oneWay = false;
    int from = sourcePort;
    int to = destinationPort;
    if (IcmpTypes.isIcmp(protocolNumber)) {
      int counterpart = IcmpTypes.counterpart(protocolNumber, sourcePort);
      oneWay = counterpart < 0;
      to = oneWay ? destinationPort : counterpart;
    }
    boolean sourceFirst =
        oneWay || compare(sourceHigh, sourceLow, from, destinationHigh, destinationLow, to) <= 0;
    firstHigh = sourceFirst ? sourceHigh : destinationHigh;
    firstLow = sourceFirst ? sourceLow : destinationLow;
    firstPort = sourceFirst ? from : to;
    secondHigh = sourceFirst ? destinationHigh : sourceHigh;
    secondLow = sourceFirst ? destinationLow : sourceLow;
    secondPort = sourceFirst ? to : from;
    return sourceFirst;
  }

  private static int compare(long highA, long lowA, int portA, long highB, long lowB, int portB) {
    int byHigh = Long.compareUnsigned(highA, highB);
    if (byHigh != 0) {
      return byHigh;
    }
    int byLow = Long.compareUnsigned(lowA, lowB);
    return byLow != 0 ? byLow : Integer.compare(portA, portB);
  }

  FlowKey copy() {
    FlowKey copy = new FlowKey();
    copy.ipVersion = ipVersion;
    copy.protocol = protocol;
    copy.oneWay = oneWay;
    copy.firstHigh = firstHigh;
    copy.firstLow = firstLow;
    copy.firstPort = firstPort;
    copy.secondHigh = secondHigh;
    copy.secondLow = secondLow;
    copy.secondPort = secondPort;
    return copy;
  }

  IpAddress firstAddress() {
    return ipVersion == 4 ? IpAddress.v4((int) firstLow) : IpAddress.v6(firstHigh, firstLow);
  }

  IpAddress secondAddress() {
    return ipVersion == 4 ? IpAddress.v4((int) secondLow) : IpAddress.v6(secondHigh, secondLow);
  }

  @Override
  public int hashCode() {
    long mixed = firstLow * 0x9E37_79B9_7F4A_7C15L;
    mixed = (mixed ^ secondLow ^ (mixed >>> 29)) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ firstHigh ^ (mixed >>> 31)) * 0x94D0_49BB_1331_11EBL;
    mixed = (mixed ^ secondHigh ^ (mixed >>> 29)) * 0x9E37_79B9_7F4A_7C15L;
    mixed ^= ((long) firstPort << 32 | (long) secondPort << 8 | protocol) ^ (mixed >>> 30);
    mixed *= 0xBF58_476D_1CE4_E5B9L;
    return (int) (mixed ^ (mixed >>> 32));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FlowKey k
        && firstLow == k.firstLow
        && secondLow == k.secondLow
        && firstPort == k.firstPort
        && secondPort == k.secondPort
        && protocol == k.protocol
        && firstHigh == k.firstHigh
        && secondHigh == k.secondHigh
        && ipVersion == k.ipVersion
        && oneWay == k.oneWay;
  }

  /** A total order, by which a hash map keeps colliding keys findable in logarithmic time. */
  @Override
  public int compareTo(FlowKey k) {
    int order = compare(firstHigh, firstLow, firstPort, k.firstHigh, k.firstLow, k.firstPort);
    if (order == 0) {
      order = compare(secondHigh, secondLow, secondPort, k.secondHigh, k.secondLow, k.secondPort);
    }
    if (order == 0) {
      order = Integer.compare(protocol << 8 | ipVersion, k.protocol << 8 | k.ipVersion);
    }
    return order == 0 ? Boolean.compare(oneWay, k.oneWay) : order;
  }
}
