package io.testudo.app.house;

import java.time.Duration;
import java.time.Instant;

/**
 * Time in which the platform ran, as far as one can tell from moments at which something was seen
 * of it: between two of them at most a minute passes. What waits does not grow old while the
 * platform is down.
 */
final class RunningTime {

  private static final Duration MOST_STEP = Duration.ofMinutes(1);

  private Instant now = Instant.EPOCH;
  private Instant seen = Instant.MIN;

  /** How much time passes between two moments. */
  static Duration between(Instant earlier, Instant later) {
    Duration apart = Duration.between(earlier, later);
    return apart.isNegative() ? Duration.ZERO : apart.compareTo(MOST_STEP) > 0 ? MOST_STEP : apart;
  }

  /** The time when something is seen at this moment; it never goes back. */
  Instant at(Instant moment) {
    if (moment.isAfter(seen)) {
      now = now.plus(between(seen, moment));
      seen = moment;
    }
    return now;
  }
}
