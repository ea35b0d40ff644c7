package io.testudo.app.web.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down guessing: after {@code free} failures under one key further attempts must wait, each
 * failure twice as long as the one before, up to {@link #LONGEST_WAIT}. A success or an hour's rest
 * clears the key.
 *
 * <p>Holds at most {@value #MOST_KEYS} keys, the longest unused go first. Safe for many threads.
 */
public final class AttemptLimiter {

  static final Duration FIRST_WAIT = Duration.ofSeconds(15);
  static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
  static final Duration FORGET_AFTER = Duration.ofHours(1);
  private static final int MOST_KEYS = 10_000;

  private final InstantSource clock;
  private final int free;
  private final Map<String, Tally> tallies =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tally> eldest) {
          return size() > MOST_KEYS;
        }
      };

  /**
   * @param free how many failures cost no wait, positive
   */
  public AttemptLimiter(InstantSource clock, int free) {
    this.clock = clock;
    this.free = free;
  }

  /** How long this key must wait before its next attempt; zero if it need not. */
  public synchronized Duration pause(String key) {
    Tally tally = tallies.get(key);
    Instant now = clock.instant();
    if (tally == null || !tally.openAt.isAfter(now)) {
      return Duration.ZERO;
    }
    return Duration.between(now, tally.openAt);
  }

  /** An attempt under this key failed. */
  public synchronized void failed(String key) {
    Instant now = clock.instant();
    Tally old = tallies.get(key);
    int failures = old == null || old.last.plus(FORGET_AFTER).isBefore(now) ? 1 : old.failures + 1;
    Duration rest = Duration.ZERO;
    if (failures >= free) {
      int doublings = Math.min(failures - free, 10);
      Duration doubled = FIRST_WAIT.multipliedBy(1L << doublings);
      rest = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
    }
    tallies.put(key, new Tally(failures, now, now.plus(rest)));
  }

  /** An attempt under this key succeeded. */
  public synchronized void succeeded(String key) {
    tallies.remove(key);
  }

  private record Tally(int failures, Instant last, Instant openAt) {}
}
