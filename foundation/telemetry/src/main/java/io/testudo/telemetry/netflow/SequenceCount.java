package io.testudo.telemetry.netflow;

/**
 * An exporter's own count of what it sent, which tells what was lost on the way. It begins again at
 * 0 after 2^32.
 */
final class SequenceCount {

  /** What lies further back than this did not come late: the exporter began to count anew. */
  private static final int MOST_LATE = 10_000;

  private static final int MOST_LOST = 10_000_000;
  private static final int LEAST_BOOT_CHANGE_MILLIS = 60_000;

  boolean isKnown;
  int next;
  boolean hasClock;
  long lastExportNanos;
  int lastUptimeMillis;
  long lost;
  long reordered;
  long restarts;

  /**
   * Whether a datagram shows that its exporter was started anew: it has been up for a shorter time
   * than it must, and counts from further back. Asked before {@link #take}.
   */
  boolean isRestart(ExportTime time, int sequence) {
    if (!time.hasUptime || !hasClock || !isKnown || time.exportNanos < lastExportNanos) {
      return false;
    }
    int passed = (int) ((time.exportNanos - lastExportNanos) / 1_000_000L);
    int up = time.uptimeMillis - lastUptimeMillis;
    return up - passed < -LEAST_BOOT_CHANGE_MILLIS && sequence - next < 0;
  }

  /** The exporter counts anew with the next datagram. */
  void restart() {
    restarts++;
    isKnown = false;
    hasClock = false;
  }

  /**
   * Takes the count of a datagram.
   *
   * @param units by how much it raises the count; negative if that is not known
   */
  void take(ExportTime time, int sequence, int units) {
    if (!hasClock || time.exportNanos >= lastExportNanos) {
      hasClock = time.hasUptime;
      lastExportNanos = time.exportNanos;
      lastUptimeMillis = time.uptimeMillis;
    }
    if (isKnown) {
      int gap = sequence - next;
      if (gap < 0 && gap >= -MOST_LATE) {
        reordered++;
        lost = Math.max(0, lost - Math.max(0, units));
        return;
      }
      if (gap < 0 || gap > MOST_LOST) {
        restarts++;
      } else {
        lost += gap;
      }
    }
    isKnown = units >= 0;
    next = sequence + units;
  }
}
