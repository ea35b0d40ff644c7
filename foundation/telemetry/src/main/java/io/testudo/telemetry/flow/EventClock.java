package io.testudo.telemetry.flow;

/**
 * The time that silence is measured by: how far the packets' own times have come.
 *
 * <p>No packet is believed alone. The clock goes to a time only when three packets in a row have
 * reached it, so that one from the year 2106 moves nothing. It goes back only when three in a row
 * lie further behind it than packets are ever out of order; then the capture's clock was set back,
 * or an older file is read, and silence is measured from there on.
 */
final class EventClock {

  private final long setbackNanos;
  private long now;
  private long latest;
  private long second;
  private long third;
  private int seen;

  EventClock(long setbackNanos) {
    this.setbackNanos = setbackNanos;
  }

  /**
   * Takes the time of the next packet.
   *
   * @return whether the clock was set back
   */
  boolean observe(long nanos) {
    if (seen == 0) {
      now = nanos;
      second = nanos;
      latest = nanos;
    }
    seen = Math.min(3, seen + 1);
    third = second;
    second = latest;
    latest = nanos;
    now = Math.max(now, Math.min(latest, Math.min(second, third)));
    long most = Math.max(latest, Math.max(second, third));
    if (seen == 3 && most < now - setbackNanos) {
      now = most;
      return true;
    }
    return false;
  }

  long now() {
    return now;
  }

  /** What {@link #set} takes. */
  long[] state() {
    return new long[] {now, latest, second, third, seen};
  }

  void set(long[] state) {
    now = state[0];
    latest = state[1];
    second = state[2];
    third = state[3];
    seen = (int) state[4];
  }
}
