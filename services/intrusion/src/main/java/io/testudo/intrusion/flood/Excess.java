package io.testudo.intrusion.flood;

import io.testudo.intrusion.state.Saved;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * By how many attempts a stream is ahead of a steady rate: each adds one, time takes the rate away,
 * and it never falls below zero.
 *
 * <p>This is the one-sided cumulative sum of E. S. Page (Continuous inspection schemes, 1954) with
 * the tolerated rate as its slack: a stream within the rate stays near zero for good, one that
 * exceeds it by x a second reaches a bound h after h/x seconds.
 */
final class Excess {

  private double level;
  private long attempts;
  private Instant first = Instant.EPOCH;
  private Instant last = Instant.EPOCH;

  /** Takes an attempt in; gives the level after it. */
  double add(Instant time, double perSecond) {
    double seconds = Duration.between(last, time).toMillis() / 1000.0;
    if (seconds > 0) {
      level = Math.max(0, level - perSecond * seconds);
      last = time;
    }
    if (level == 0) {
      attempts = 0;
      first = time;
    }
    level++;
    attempts++;
    return level;
  }

  /** Attempts since the level last was zero. */
  long attempts() {
    return attempts;
  }

  /** When the level last was zero. */
  Instant first() {
    return first;
  }

  void save(DataOutput out) throws IOException {
    out.writeDouble(level);
    out.writeLong(attempts);
    Saved.writeInstant(out, first);
    Saved.writeInstant(out, last);
  }

  static Excess restored(DataInput in) throws IOException {
    Excess excess = new Excess();
    excess.level = Saved.readFinite(in);
    excess.attempts = in.readLong();
    excess.first = Saved.readInstant(in);
    excess.last = Saved.readInstant(in);
    return excess;
  }
}
