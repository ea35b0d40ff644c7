package io.testudo.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it. Safe for use by many threads. */
public final class SeededClock implements InstantSource {

  private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");
  private static final long YEAR_MILLIS = Duration.ofDays(365).toMillis();

  private Instant now;

  /** A clock at a millisecond of 2026 that follows from the seed. */
  public SeededClock(Seed seed) {
    this.now = EARLIEST.plusMillis(Math.floorMod(seed.value(), YEAR_MILLIS));
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /** Moves the clock by this much, back if it is negative. */
  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }
}
