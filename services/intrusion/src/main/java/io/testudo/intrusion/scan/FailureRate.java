package io.testudo.intrusion.scan;

import io.testudo.intrusion.state.Saved;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** How often first contacts failed lately: two sums that halve every ten minutes. */
final class FailureRate {

  private static final double HALF_LIFE_SECONDS = 600;
  private static final double LN2 = 0.6931471805599453;

  double failures;
  double contacts;
  private Instant last = Instant.EPOCH;

  void add(boolean failed, Instant time) {
    decayTo(time);
    contacts++;
    if (failed) {
      failures++;
    }
  }

  void decayTo(Instant time) {
    double seconds = Duration.between(last, time).toMillis() / 1000.0;
    if (seconds > 0) {
      double factor = Math.exp(-seconds * LN2 / HALF_LIFE_SECONDS);
      failures *= factor;
      contacts *= factor;
      last = time;
    }
  }

  void save(DataOutput out) throws IOException {
    out.writeDouble(failures);
    out.writeDouble(contacts);
    Saved.writeInstant(out, last);
  }

  void restore(DataInput in) throws IOException {
    failures = Saved.readFinite(in);
    contacts = Saved.readFinite(in);
    last = Saved.readInstant(in);
  }
}
