package io.testudo.telemetry.spool;

import java.time.Duration;

/**
 * The waits between tries of what fails at once, so that a failure that lasts does not keep a
 * processor busy: {@link #FIRST}, then twice as long after each further failure, up to {@link
 * #LONGEST}.
 *
 * <p>Thread safety: none; one loop has one.
 */
final class FailurePause {

  static final Duration FIRST = Duration.ofMillis(10);
  static final Duration LONGEST = Duration.ofSeconds(1);

  private Duration next = FIRST;

  /** How long the next wait is. */
  Duration next() {
    return next;
  }

  /** Waits after a failure; not at all once the thread is interrupted. */
  void await() {
    Duration now = next;
    next = now.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : now.multipliedBy(2);
    try {
      Thread.sleep(now);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** It went well: the next failure is again a first one. */
  void over() {
    next = FIRST;
  }
}
