package io.testudo.postgres;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How an event log uses its database.
 *
 * @param schema the schema that holds its tables, in lower case
 * @param connections the most connections, at least 2
 * @param patience how long a failed call is tried again before it is given up, and how long one
 *     commit waits for those before it
 * @param headEvery the least time between two signed heads
 * @param headAfterFacts how many facts are signed at once, however short the time
 */
public record EventLogSettings(
    String schema, int connections, Duration patience, Duration headEvery, long headAfterFacts) {

  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  public EventLogSettings {
    if (!SCHEMA.matcher(schema).matches()) {
      throw new IllegalArgumentException(
          "schema (" + schema + ") of the event log must match " + SCHEMA.pattern());
    }
    if (connections < 2) {
      throw new IllegalArgumentException(
          "connections (" + connections + ") of the event log must be at least 2");
    }
    if (patience.isNegative() || patience.isZero() || headEvery.isNegative()) {
      throw new IllegalArgumentException(
          "patience ("
              + patience
              + ") of the event log must be positive, and headEvery ("
              + headEvery
              + ") must not be negative");
    }
    if (headAfterFacts < 1) {
      throw new IllegalArgumentException(
          "headAfterFacts (" + headAfterFacts + ") of the event log must be positive");
    }
  }

  /**
   * Schema {@code testudo}, 8 connections, 30 s of patience, a head each second or 10,000 facts.
   */
  public static EventLogSettings defaults() {
    return new EventLogSettings(
        "testudo", 8, Duration.ofSeconds(30), Duration.ofSeconds(1), 10_000);
  }
}
