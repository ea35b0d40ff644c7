package io.testudo.sigma.correlation;

import java.time.Instant;
import java.util.PriorityQueue;

/** How far a source has come, and what waits for it to come further. */
final class SourceClock {

  /** So far that nothing is settled. */
  static final long NEVER = Long.MIN_VALUE;

  private static final long MOST_SECONDS = 9_000_000_000_000L;

  /** A group of a correlation that can be judged at this time once all of its events are there. */
  record Pending(long micros, int order, Group<?> group) implements Comparable<Pending> {
    @Override
    public int compareTo(Pending other) {
      int byTime = Long.compare(micros, other.micros);
      return byTime != 0 ? byTime : Integer.compare(order, other.order);
    }
  }

  final String source;
  final PriorityQueue<Pending> pending = new PriorityQueue<>();
  long settled = NEVER;

  SourceClock(String source) {
    this.source = source;
  }

  /** Microseconds since 1970, within ±280,000 years. */
  static long micros(Instant time) {
    long seconds = Math.clamp(time.getEpochSecond(), -MOST_SECONDS, MOST_SECONDS);
    return seconds * 1_000_000 + time.getNano() / 1000;
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
  }
}
