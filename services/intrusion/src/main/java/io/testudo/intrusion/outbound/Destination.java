package io.testudo.intrusion.outbound;

import io.testudo.intrusion.raising.Seen;
import io.testudo.intrusion.state.Saved;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.finding.Evidence;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What one host exchanged with one outside network: lately, span by span, and before. */
final class Destination {

  /** How many ten-minute spans count as lately, the current one included. */
  static final int LATELY = 4;

  private static final int MOST_EVIDENCE = 3;

  private final double[] sent = new double[LATELY];
  private final double[] received = new double[LATELY];
  private long span = Long.MIN_VALUE;
  final List<Evidence> evidence = new ArrayList<>();
  double before;
  Instant firstSeen = Instant.MAX;

  void add(Flow flow, Instant now) {
    long current = Host.spanOf(now.getEpochSecond());
    if (span == Long.MIN_VALUE) {
      span = current;
    }
    if (flow.time().isBefore(firstSeen)) {
      firstSeen = flow.time();
    }
    for (long i = 0; i < Math.min(LATELY, current - span); i++) {
      int oldest = (int) Math.floorMod(span + 1 + i, (long) LATELY);
      before += sent[oldest];
      sent[oldest] = 0;
      received[oldest] = 0;
    }
    if (current > span) {
      span = current;
    }
    int slot = (int) Math.floorMod(span, (long) LATELY);
    sent[slot] += flow.forward().payloadBytes();
    received[slot] += flow.backward().payloadBytes();
    if (flow.forward().payloadBytes() > 100_000) {
      if (evidence.size() >= MOST_EVIDENCE) {
        evidence.removeFirst();
      }
      evidence.add(Seen.evidence(flow));
    }
  }

  double sentLately() {
    return sum(sent);
  }

  double receivedLately() {
    return sum(received);
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  void save(DataOutput out) throws IOException {
    for (int i = 0; i < LATELY; i++) {
      out.writeDouble(sent[i]);
      out.writeDouble(received[i]);
    }
    out.writeLong(span);
    Saved.writeEvidence(out, evidence);
    out.writeDouble(before);
    Saved.writeInstant(out, firstSeen);
  }

  static Destination restored(DataInput in) throws IOException {
    Destination destination = new Destination();
    for (int i = 0; i < LATELY; i++) {
      destination.sent[i] = Saved.readFinite(in);
      destination.received[i] = Saved.readFinite(in);
    }
    destination.span = in.readLong();
    destination.evidence.addAll(Saved.readEvidence(in, MOST_EVIDENCE));
    destination.before = Saved.readFinite(in);
    destination.firstSeen = Saved.readInstant(in);
    return destination;
  }
}
