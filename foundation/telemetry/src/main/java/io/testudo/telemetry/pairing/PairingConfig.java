package io.testudo.telemetry.pairing;

import java.time.Duration;

/**
 * How long a direction waits for the other.
 *
 * @param window after how long a report goes out alone; default 30 s, 0 to 1 h
 * @param mostGap how far apart the times of the two directions may lie: an answer that is one
 *     packet begins after its question has ended; default 10 s, 0 to 5 min
 * @param mostHeld how many reports may wait, 16..4,000,000; beyond it the one that has waited
 *     longest goes out alone; default 200,000. One takes about 300 bytes
 */
public record PairingConfig(Duration window, Duration mostGap, int mostHeld) {

  /** The defaults. */
  public static final PairingConfig DEFAULT =
      new PairingConfig(Duration.ofSeconds(30), Duration.ofSeconds(10), 200_000);

  public PairingConfig {
    within("milliseconds of window", window.toMillis(), 0, 3_600_000);
    within("milliseconds of mostGap", mostGap.toMillis(), 0, 300_000);
    within("mostHeld", mostHeld, 16, 4_000_000);
  }

  private static void within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " (" + value + ") of PairingConfig must be in " + least + ".." + most);
    }
  }
}
