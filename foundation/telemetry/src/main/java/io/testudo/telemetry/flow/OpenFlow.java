package io.testudo.telemetry.flow;

import io.testudo.vocabulary.event.Endpoint;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.Origin;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A flow that is not over yet. */
final class OpenFlow {

  /** What decides how long it may be silent. The order is part of the stored form. */
  enum Phase {
    /** A TCP opening that nobody answered. */
    TCP_ATTEMPT,
    /** TCP. */
    TCP,
    /** TCP that was closed or aborted. */
    TCP_ENDED,
    /** UDP. */
    UDP,
    /** ICMP. */
    ICMP,
    /** Anything else. */
    OTHER
  }

  final FlowKey key;
  final long ordinal;
  HalfFlow originator = new HalfFlow();
  HalfFlow responder = new HalfFlow();

  /** Whether the originator is the first end of {@link #key}. */
  boolean originatorFirst;

  /** The code of the first message where the protocol is ICMP. */
  int icmpCode;

  String source;
  String item;
  long record;
  long startNanos;
  long lastNanos;
  int service;

  Phase phase = Phase.OTHER;
  long activeNanos;

  /** Which packet of all that the assembler saw was the flow's last. */
  long touched;

  @Nullable OpenFlow longerSilent;
  @Nullable OpenFlow shorterSilent;

  OpenFlow(FlowKey key, long ordinal, String source, String item, long record, long startNanos) {
    this.key = key;
    this.ordinal = ordinal;
    this.source = source;
    this.item = item;
    this.record = record;
    this.startNanos = startNanos;
    this.lastNanos = startNanos;
  }

  /** Swaps the roles of the ends. */
  void flip() {
    HalfFlow swapped = originator;
    originator = responder;
    responder = swapped;
    originatorFirst = !originatorFirst;
  }

  /** Starts the counts anew with the packet of this place and time. */
  void beginPart(String partSource, String partItem, long partRecord, long nanos) {
    source = partSource;
    item = partItem;
    record = partRecord;
    startNanos = nanos;
    lastNanos = nanos;
    originator.beginPart();
    responder.beginPart();
  }

  Flow toFlow() {
    Endpoint first = new Endpoint(key.firstAddress(), key.firstPort);
    Endpoint second = new Endpoint(key.secondAddress(), key.secondPort);
    Endpoint from = originatorFirst ? first : second;
    Endpoint to = originatorFirst ? second : first;
    if (IcmpTypes.isIcmp(key.protocol)) {
      to = new Endpoint(to.address(), icmpCode);
    }
    return new Flow(
        new Origin(source, item, record),
        instant(startNanos),
        instant(lastNanos),
        key.protocol,
        from,
        to,
        ConnectionState.of(this),
        originator.traffic(),
        responder.traffic(),
        ServiceGuess.name(service),
        CommunityId.of(key));
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(nanos / 1_000_000_000L, nanos % 1_000_000_000L);
  }
}
