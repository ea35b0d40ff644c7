package io.testudo.postgres.server;

import java.time.Duration;

/**
 * How large an embedded server is and how long it may take.
 *
 * @param sharedBuffersMegabytes its page cache, at least 16
 * @param maxConnections how many may be logged in at once, at least 5
 * @param startWithin the longest wait for it to answer, recovery after a crash included
 * @param stopWithin the longest wait for it to end in order; then it is ended at once, which is
 *     safe
 */
public record ServerSettings(
    int sharedBuffersMegabytes, int maxConnections, Duration startWithin, Duration stopWithin) {

  public ServerSettings {
    requireAtLeast("sharedBuffersMegabytes", sharedBuffersMegabytes, 16);
    requireAtLeast("maxConnections", maxConnections, 5);
    requirePositive("startWithin", startWithin);
    requirePositive("stopWithin", stopWithin);
  }

  /** For a small machine: 128 MB, 30 connections, two minutes to start, half a minute to stop. */
  public static ServerSettings defaults() {
    return new ServerSettings(128, 30, Duration.ofMinutes(2), Duration.ofSeconds(30));
  }

  private static void requireAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + " (" + value + ") of the database server must be at least " + least);
    }
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(
          name + " (" + value + ") of the database server must be positive");
    }
  }
}
