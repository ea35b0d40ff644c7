package io.testudo.telemetry.netflow;

/** What the header of a datagram says of the exporter's clocks. */
final class ExportTime {

  private static final long MILLI = 1_000_000L;

  /** When the datagram was sent, in nanoseconds since 1970. */
  long exportNanos;

  /** Whether the header tells for how long the exporter has been up. */
  boolean hasUptime;

  /** For how long, in milliseconds; begins again at 0 after 49.7 days. */
  int uptimeMillis;

  long exportSeconds() {
    return exportNanos / 1_000_000_000L;
  }

  /**
   * When the exporter had been up for so long. The two may lie on different sides of the counter's
   * new beginning, so their difference counts, which is less than 24 days either way.
   */
  long ofUptime(int millis) {
    return exportNanos + (millis - uptimeMillis) * MILLI;
  }

  ExportTime copy() {
    ExportTime copy = new ExportTime();
    copy.exportNanos = exportNanos;
    copy.hasUptime = hasUptime;
    copy.uptimeMillis = uptimeMillis;
    return copy;
  }
}
