package io.testudo.telemetry.pairing;

import io.testudo.telemetry.flow.IcmpTypes;
import org.jspecify.annotations.Nullable;

/**
 * Exporter, protocol and the two ends of a conversation, the same for either direction: the lower
 * end comes first. Mutable, so that one can serve to look others up.
 */
final class PairKey implements Comparable<PairKey> {

  String exporter = "";
  long domain;
  int ipVersion;
  int protocol;
  long firstHigh;
  long firstLow;
  int firstPort;
  long secondHigh;
  long secondLow;
  int secondPort;

  /** Takes the ends of a report; says whether its source is the first end. */
  boolean set(String ofExporter, long ofDomain, ReportedFlow r) {
    exporter = ofExporter;
    domain = ofDomain;
    ipVersion = r.ipVersion;
    protocol = r.protocol;
    int from = r.sourcePort;
    int to = r.destinationPort;
    if (IcmpTypes.isIcmp(protocol)) {
      int counterpart = IcmpTypes.counterpart(protocol, from);
      to = counterpart < 0 ? from : counterpart;
    }
    boolean sourceFirst =
        compare(r.sourceHigh, r.sourceLow, from, r.destinationHigh, r.destinationLow, to) <= 0;
    firstHigh = sourceFirst ? r.sourceHigh : r.destinationHigh;
    firstLow = sourceFirst ? r.sourceLow : r.destinationLow;
    firstPort = sourceFirst ? from : to;
    secondHigh = sourceFirst ? r.destinationHigh : r.sourceHigh;
    secondLow = sourceFirst ? r.destinationLow : r.sourceLow;
    secondPort = sourceFirst ? to : from;
    return sourceFirst;
  }

  PairKey copy() {
    PairKey copy = new PairKey();
    copy.exporter = exporter;
    copy.domain = domain;
    copy.ipVersion = ipVersion;
    copy.protocol = protocol;
    copy.firstHigh = firstHigh;
    copy.firstLow = firstLow;
    copy.firstPort = firstPort;
    copy.secondHigh = secondHigh;
    copy.secondLow = secondLow;
    copy.secondPort = secondPort;
    return copy;
  }

  private static int compare(long highA, long lowA, int portA, long highB, long lowB, int portB) {
    int byHigh = Long.compareUnsigned(highA, highB);
    if (byHigh != 0) {
      return byHigh;
    }
    int byLow = Long.compareUnsigned(lowA, lowB);
    return byLow != 0 ? byLow : Integer.compare(portA, portB);
  }

  @Override
  public int hashCode() {
    long mixed = firstLow * 0x9E37_79B9_7F4A_7C15L;
    mixed = (mixed ^ secondLow ^ (mixed >>> 29)) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ firstHigh ^ (mixed >>> 31)) * 0x94D0_49BB_1331_11EBL;
    mixed = (mixed ^ secondHigh ^ domain ^ (mixed >>> 29)) * 0x9E37_79B9_7F4A_7C15L;
    mixed ^= ((long) firstPort << 32 | (long) secondPort << 8 | protocol) ^ (mixed >>> 30);
    mixed *= 0xBF58_476D_1CE4_E5B9L;
    return (int) (mixed ^ (mixed >>> 32));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PairKey k
        && firstLow == k.firstLow
        && secondLow == k.secondLow
        && firstPort == k.firstPort
        && secondPort == k.secondPort
        && protocol == k.protocol
        && firstHigh == k.firstHigh
        && secondHigh == k.secondHigh
        && ipVersion == k.ipVersion
        && domain == k.domain
        && exporter.equals(k.exporter);
  }

  /** A total order, by which a hash map keeps colliding keys findable in logarithmic time. */
  @Override
  public int compareTo(PairKey k) {
    int order = compare(firstHigh, firstLow, firstPort, k.firstHigh, k.firstLow, k.firstPort);
    if (order == 0) {
      order = compare(secondHigh, secondLow, secondPort, k.secondHigh, k.secondLow, k.secondPort);
    }
    if (order == 0) {
      order = Integer.compare(protocol << 8 | ipVersion, k.protocol << 8 | k.ipVersion);
    }
    if (order == 0) {
      order = Long.compare(domain, k.domain);
    }
    return order == 0 ? exporter.compareTo(k.exporter) : order;
  }
}
