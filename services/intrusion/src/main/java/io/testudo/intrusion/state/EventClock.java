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
 * bound, and a single event from another time does not move it.
 *
 * <p>A flow counts at its end, since that is when a recorder could first tell of it. An event that
 * is later than the tolerated lateness, or ahead by more than {@code mostStep}, moves the clock
 * only if {@value #CONFIRMATIONS} in a row agree, so that one forged timestamp cannot close every
 * window. The first {@value #CONFIRMATIONS} events of a new item (the next file of a folder) move
 * it freely.
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
  private int ofItem;
  private Instant stray = Instant.MIN;
  private int strayInRow;

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
    if (now.equals(Instant.MIN) || !event.origin().item().equals(item)) {
      item = event.origin().item();
      ofItem = 0;
    }
    boolean late = !now.equals(Instant.MIN) && time.isBefore(now.minus(lateness));
    boolean ahead = !now.equals(Instant.MIN) && time.isAfter(now.plus(mostStep));
    boolean young = ofItem < CONFIRMATIONS;
    ofItem += young ? 1 : 0;
    if (now.equals(Instant.MIN) || ((late || ahead) && (young || isConfirmed(time)))) {
      now = time;
      strayInRow = 0;
      return Order.ON_TIME;
    }
    if (late) {
      return Order.LATE;
    }
    if (ahead) {
      return Order.AHEAD;
    }
    strayInRow = 0;
    if (time.isAfter(now)) {
      now = time;
    }
    return Order.ON_TIME;
  }

  private boolean isConfirmed(Instant time) {
    boolean agrees = strayInRow > 0 && Duration.between(stray, time).abs().compareTo(mostStep) <= 0;
    strayInRow = agrees ? strayInRow + 1 : 1;
    stray = time;
    return strayInRow >= CONFIRMATIONS;
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
    out.writeInt(ofItem);
    Saved.writeInstant(out, stray);
    out.writeInt(strayInRow);
  }

  /** Takes over what {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    now = Saved.readInstant(in);
    item = Saved.readText(in);
    ofItem = Saved.readCount(in, CONFIRMATIONS);
    stray = Saved.readInstant(in);
    strayInRow = Saved.readCount(in, CONFIRMATIONS);
  }
}
