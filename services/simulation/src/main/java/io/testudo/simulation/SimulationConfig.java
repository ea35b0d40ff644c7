package io.testudo.simulation;

import java.time.Duration;
import java.time.Instant;

/**
 * What campaign to make.
 *
 * @param seed names the campaign: the same seed gives the same one, byte by byte
 * @param start when it begins, in whole seconds, in 1980..2099: what a capture can date and a
 *     certificate can outlast
 * @param duration how long it lasts, one to four hours
 * @param hosts how many machines the office has, 25 to 60
 * @param plot whether there is an intrusion in it
 */
public record SimulationConfig(long seed, Instant start, Duration duration, int hosts, Plot plot) {

  /** Whether there is an intrusion. */
  public enum Plot {
    /** An intrusion in six stages hides in the office's hours. */
    INTRUSION,
    /** Nothing but the office's hours, to count false alarms. */
    QUIET
  }

  private static final Instant FIRST = Instant.parse("1980-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

  public SimulationConfig {
    if (start.getNano() != 0) {
      throw new IllegalArgumentException(
          "start (" + start + ") of SimulationConfig must be a whole second");
    }
    if (start.isBefore(FIRST) || !start.isBefore(LAST)) {
      throw new IllegalArgumentException(
          "start (" + start + ") of SimulationConfig must be in the years 1980 to 2099");
    }
    if (duration.compareTo(Duration.ofHours(1)) < 0
        || duration.compareTo(Duration.ofHours(4)) > 0) {
      throw new IllegalArgumentException(
          "duration (" + duration + ") of SimulationConfig must be one to four hours");
    }
    if (hosts < 25 || hosts > 60) {
      throw new IllegalArgumentException(
          "hosts (" + hosts + ") of SimulationConfig must be in 25..60");
    }
  }

  /** Two hours in an office of 40 machines with an intrusion inside. */
  public static SimulationConfig of(long seed, Instant start) {
    return new SimulationConfig(seed, start, Duration.ofHours(2), 40, Plot.INTRUSION);
  }
}
