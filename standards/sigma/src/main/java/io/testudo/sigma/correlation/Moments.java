package io.testudo.sigma.correlation;

import java.time.Duration;
import java.time.Instant;

/** Moments as microseconds since 1970, within ±280,000 years. */
final class Moments {

  private static final long MOST_SECONDS = 9_000_000_000_000L;

  private Moments() {}

  static long micros(Instant time) {
    long seconds = Math.clamp(time.getEpochSecond(), -MOST_SECONDS, MOST_SECONDS);
    return seconds * 1_000_000 + time.getNano() / 1000;
  }

  static long micros(Duration duration) {
    return duration.toMillis() * 1000;
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
  }
}
