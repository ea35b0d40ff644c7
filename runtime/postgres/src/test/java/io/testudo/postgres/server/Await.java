package io.testudo.postgres.server;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition, within a limit. */
final class Await {

  private Await() {}

  static void until(Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("condition does not hold after " + limit);
      }
      Thread.onSpinWait();
    }
  }
}
