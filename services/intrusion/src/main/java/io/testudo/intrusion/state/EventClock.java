package io.testudo.intrusion.state;

import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.LogRecord;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * The time of a source by its events: it goes forward with them, tolerates late ones within a
 * bound, and a single event from far ahead does not move it.
 *
 * <p>A flow counts at its end, since that is when a recorder could first tell of it. A new item
 * (the next file of a folder) may begin earlier than the one before ended: then the clock follows
 * it back. Within an item, a step of more than {@code mostStep} forward must be confirmed by
 * {@value #CONFIRMATIONS} events in a row, so that one forged timestamp cannot close every window.
 */
public final class EventClock {

  private static final int CONFIRMATIONS = 8;

  /** How an event's time stands to the clock. */
  public enum Order {
    ON_TIME,
    LATE,
    AHEAD
  }

  private final Duration lateness;
  private final Duration mostStep;
  private Instant now = Instant.MIN;
  private String item = "";
  private Instant ahead = Instant.MIN;
  private int aheadInRow;

  public EventClock(Duration lateness, Duration mostStep) {
    this.lateness = lateness;
    this.mostStep = mostStep;
  }

  /** When a recorder could first tell of this event. */
  public static Instant timeOf(Event event) {
    return switch (event) {
      case Flow flow -> flow.end();
      case LogRecord log -> log.time();
    };
  }

  /** Takes the event's time into account and says how it stands. */
  public Order admit(Event event) {
    Instant time = timeOf(event);
    boolean sameItem = event.origin().item().equals(item);
    if (now.equals(Instant.MIN) || !sameItem) {
      boolean follows = now.equals(Instant.MIN) || time.isBefore(now.minus(lateness));
      item = event.origin().item();
      if (follows) {
        now = time;
        aheadInRow = 0;
        return Order.ON_TIME;
      }
    }
    if (time.isBefore(now.minus(lateness))) {
      return Order.LATE;
    }
    if (time.isAfter(now.plus(mostStep))) {
      return stepFarAhead(time);
    }
    aheadInRow = 0;
    if (time.isAfter(now)) {
      now = time;
    }
    return Order.ON_TIME;
  }

  private Order stepFarAhead(Instant time) {
    boolean confirms =
        aheadInRow > 0 && Duration.between(ahead, time).abs().compareTo(mostStep) <= 0;
    aheadInRow = confirms ? aheadInRow + 1 : 1;
    ahead = time;
    if (aheadInRow < CONFIRMATIONS) {
      return Order.AHEAD;
    }
    aheadInRow = 0;
    now = time;
    return Order.ON_TIME;
  }

  /** The latest time that the events have shown; {@link Instant#MIN} before the first. */
  public Instant now() {
    return now;
  }

  /** Before this time nothing more is expected. */
  public Instant settled() {
    return now.equals(Instant.MIN) ? now : now.minus(lateness);
  }

  /** Writes the clock's state. */
  public void save(DataOutput out) throws IOException {
    Saved.writeInstant(out, now);
    Saved.writeText(out, item);
    Saved.writeInstant(out, ahead);
    out.writeInt(aheadInRow);
  }

  /** Takes over what {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    now = Saved.readInstant(in);
    item = Saved.readText(in);
    ahead = Saved.readInstant(in);
    aheadInRow = Saved.readCount(in, CONFIRMATIONS);
  }
}
