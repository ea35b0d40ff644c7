package io.testudo.telemetry.flow;

import io.testudo.telemetry.capture.Packet;
import io.testudo.vocabulary.event.InterArrival;
import io.testudo.vocabulary.event.Traffic;

/**
 * One direction of an open flow.
 *
 * <p>Gaps between packets are summed by Welford's method (1962): mean and sum of squared deviations
 * are updated per packet, without the cancellation that sums of squares suffer.
 *
 * <p>Payload of TCP counts each sequence number once, at constant cost: a segment beyond the
 * highest number seen counts from there, and what it jumps over is owed; a segment below counts
 * only as far as something is owed, and is a repetition otherwise. A repetition while something is
 * owed is therefore taken for what was missing. Segments that abort carry no stream and count
 * nothing.
 */
final class HalfFlow {

  /** How many payloads are looked at to tell the service. */
  static final int PEEKS = 4;

  /** A jump beyond this is a stray segment, not a hole in the stream. */
  private static final int MOST_JUMP = 1 << 20;

  private static final double NANOS_PER_MICRO = 1000.0;

  long packets;
  long ipBytes;
  long frameBytes;
  long payloadBytes;
  int flags;

  long lastNanos;
  double meanMicros;
  double squaresMicros;
  long leastNanos;
  long mostNanos;

  TcpState state = TcpState.INACTIVE;
  TcpState before = TcpState.INACTIVE;
  boolean sequenced;
  int startSequence;
  int highSequence;
  long owedBytes;
  boolean sentStream;
  int peeksLeft = PEEKS;

  void count(Packet p, long nanos) {
    packets++;
    ipBytes += p.ipBytes();
    frameBytes += p.wireBytes();
    if (packets == 1) {
      lastNanos = nanos;
      return;
    }
    long gap = Math.max(0, nanos - lastNanos);
    lastNanos += gap;
    long gaps = packets - 1;
    double micros = gap / NANOS_PER_MICRO;
    double fromMean = micros - meanMicros;
    meanMicros += fromMean / gaps;
    squaresMicros += fromMean * (micros - meanMicros);
    leastNanos = gaps == 1 ? gap : Math.min(leastNanos, gap);
    mostNanos = Math.max(mostNanos, gap);
  }

  void enter(TcpState next) {
    before = state;
    state = next;
  }

  /** Begins the stream's numbering as if its SYN had this number. */
  void beginSequence(int synSequence) {
    sequenced = true;
    startSequence = synSequence;
    highSequence = synSequence + 1;
    owedBytes = 0;
  }

  /** Counts the bytes of a segment that were not counted before. */
  void countStream(int sequence, int length) {
    int beyond = sequence + length - highSequence;
    if (beyond > 0) {
      int jump = sequence - highSequence;
      if (jump > MOST_JUMP) {
        payloadBytes += length;
        highSequence = sequence + length;
        sentStream = true;
        return;
      }
      owedBytes += Math.max(0, jump);
      payloadBytes += Math.min(length, beyond);
      highSequence = sequence + length;
    } else {
      long found = Math.min(owedBytes, length);
      owedBytes -= found;
      payloadBytes += found;
    }
    sentStream = true;
  }

  /** Starts the counts anew; what is known of the connection stays. */
  void beginPart() {
    packets = 0;
    ipBytes = 0;
    frameBytes = 0;
    payloadBytes = 0;
    flags = 0;
    meanMicros = 0;
    squaresMicros = 0;
    leastNanos = 0;
    mostNanos = 0;
  }

  Traffic traffic() {
    return packets == 0
        ? Traffic.NONE
        : new Traffic(packets, ipBytes, frameBytes, payloadBytes, flags, interArrival());
  }

  private InterArrival interArrival() {
    long gaps = packets - 1;
    return gaps == 0
        ? InterArrival.UNKNOWN
        : new InterArrival(
            gaps,
            meanMicros,
            Math.sqrt(Math.max(0, squaresMicros) / gaps),
            leastNanos / 1000,
            mostNanos / 1000);
  }
}
