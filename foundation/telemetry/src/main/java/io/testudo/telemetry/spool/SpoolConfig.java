package io.testudo.telemetry.spool;

import java.time.Duration;

/**
 * How a spool keeps messages.
 *
 * @param segmentBytes size at which a new segment is begun; default 64 MiB, 4 KiB to 1 GiB
 * @param syncInterval how long a message may wait until it is forced to disk; default 200 ms, 1 ms
 *     to 1 min
 * @param syncBytes how many bytes may wait; default 1 MiB, 1 to {@code segmentBytes}
 * @param mostBytes most bytes of all segments; what comes when they are full is shed; default 8
 *     GiB, at least twice {@code segmentBytes}
 * @param retention how long a segment stays after it was read; default 1 day, 0 to 365 days
 */
public record SpoolConfig(
    int segmentBytes, Duration syncInterval, int syncBytes, long mostBytes, Duration retention) {

  /** The defaults. */
  public static final SpoolConfig DEFAULT =
      new SpoolConfig(64 << 20, Duration.ofMillis(200), 1 << 20, 8L << 30, Duration.ofDays(1));

  public SpoolConfig {
    within("segmentBytes", segmentBytes, 4 << 10, 1 << 30);
    within("milliseconds of syncInterval", syncInterval.toMillis(), 1, 60_000);
    within("syncBytes", syncBytes, 1, segmentBytes);
    within("mostBytes", mostBytes, 2L * segmentBytes, Long.MAX_VALUE);
    within("days of retention", retention.isNegative() ? -1 : retention.toDays(), 0, 365);
  }

  private static void within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " (" + value + ") of SpoolConfig must be in " + least + ".." + most);
    }
  }
}
