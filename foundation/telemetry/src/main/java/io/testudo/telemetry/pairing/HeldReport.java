package io.testudo.telemetry.pairing;

import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Endpoint;
import io.testudo.vocabulary.event.InterArrival;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Traffic;
import org.jspecify.annotations.Nullable;

/** A report that waits for the other direction, with its places in the two lists that hold it. */
final class HeldReport {

  final PairKey key;
  final Origin origin;

  /** Whether the source is the first end of the key. */
  final boolean sourceFirst;

  final int sourcePort;
  final int destinationPort;
  final long startNanos;
  final long endNanos;
  final long packets;
  final long bytes;
  final int flags;
  final long input;
  final long output;
  final long sampling;
  final boolean isDenied;
  final boolean isOngoing;
  final long arrivedNanos;

  /** The next that waits for the same conversation. */
  @Nullable HeldReport sameKey;

  @Nullable HeldReport earlier;
  @Nullable HeldReport later;

  HeldReport(PairKey key, boolean sourceFirst, Origin origin, long arrivedNanos, ReportedFlow r) {
    this.key = key;
    this.sourceFirst = sourceFirst;
    this.origin = origin;
    this.arrivedNanos = arrivedNanos;
    this.sourcePort = r.sourcePort;
    this.destinationPort = r.destinationPort;
    this.startNanos = r.startNanos;
    this.endNanos = r.endNanos;
    this.packets = r.packets;
    this.bytes = r.bytes;
    this.flags = r.flags;
    this.input = r.input;
    this.output = r.output;
    this.sampling = r.sampling;
    this.isDenied = r.isDenied;
    this.isOngoing = r.isOngoing;
  }

  Endpoint source() {
    return new Endpoint(address(sourceFirst), sourcePort);
  }

  Endpoint destination() {
    return new Endpoint(address(!sourceFirst), destinationPort);
  }

  private IpAddress address(boolean first) {
    long high = first ? key.firstHigh : key.secondHigh;
    long low = first ? key.firstLow : key.secondLow;
    return key.ipVersion == 4 ? IpAddress.v4((int) low) : IpAddress.v6(high, low);
  }

  Traffic traffic() {
    return traffic(packets, bytes, sampling, flags);
  }

  static Traffic traffic(long packets, long bytes, long sampling, int flags) {
    return new Traffic(
        scaled(packets, sampling),
        scaled(bytes, sampling),
        0,
        0,
        Math.max(0, flags),
        InterArrival.UNKNOWN);
  }

  /** The product, or the largest number there is. Counts beyond 63 bits are taken as that. */
  private static long scaled(long count, long sampling) {
    long sound = count < 0 ? Long.MAX_VALUE : count;
    return sound > Long.MAX_VALUE / sampling ? Long.MAX_VALUE : sound * sampling;
  }
}
