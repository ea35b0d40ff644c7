package io.testudo.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting of a test for what another thread does: for a condition, and never without a limit. */
public final class Awaited {

  private static final Duration MOST = Duration.ofSeconds(60);
  private static final long BETWEEN_LOOKS_NANOS = Duration.ofMillis(10).toNanos();

  private Awaited() {}

  /**
   * Returns as soon as the condition holds.
   *
   * @throws AssertionError if it does not within a minute
   */
  public static void until(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > MOST.toNanos()) {
        throw new AssertionError("the condition did not hold within " + MOST.toSeconds() + " s");
      }
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
  }
}
