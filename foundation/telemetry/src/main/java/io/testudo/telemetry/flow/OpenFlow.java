package io.testudo.telemetry.flow;

import io.testudo.telemetry.service.Services;
import io.testudo.telemetry.stream.Conversation;
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

  /** What leads its payload to a dissector; null if none knows its service, or none was sought. */
  @Nullable Conversation conversation;

  /** Whether a dissector was sought, once the service was known. */
  boolean dissectorSought;

  /** Where the last packet was read that the conversation took. */
  String lastSource;

  String lastItem;
  long lastRecord;

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
    this.lastSource = source;
    this.lastItem = item;
    this.lastRecord = record;
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
    Endpoint from = from();
    Endpoint to = to();
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
        Services.name(service),
        CommunityId.of(key));
  }

  /** Who opened it. */
  Endpoint from() {
    return originatorFirst ? first() : second();
  }

  /** The other end. */
  Endpoint to() {
    return originatorFirst ? second() : first();
  }

  private Endpoint first() {
    return new Endpoint(key.firstAddress(), key.firstPort);
  }

  private Endpoint second() {
    return new Endpoint(key.secondAddress(), key.secondPort);
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(nanos / 1_000_000_000L, nanos % 1_000_000_000L);
  }
}
