package io.testudo.intrusion.state;

import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.Message;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;

/**
 * The time of a source by its events: what most of the last {@value #REMEMBERED} have reached.
 *
 * <p>A flow counts at its end, since that is when a recorder could first tell of it. The clock goes
 * forward with the median, and back only when the median falls behind by more than the tolerated
 * lateness; so as long as more than half of a source's events tell the time truly, no forged
 * timestamp and no machine whose clock is wrong makes those of the others late or closes their
 * windows. The events of a new item (the next file of a folder) are judged by each other alone.
 */
public final class EventClock {

  private static final int REMEMBERED = 15;

  /** How far the two counters of the state before this one went. */
  private static final int LATEST_COUNTED = 8;

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
  private final ArrayDeque<Instant> recent = new ArrayDeque<>(REMEMBERED);
  private final ArrayList<Instant> ascending = new ArrayList<>(REMEMBERED);

  public EventClock(Duration lateness, Duration mostStep) {
    this.lateness = lateness;
    this.mostStep = mostStep;
  }

  /** When a recorder could first tell of this event. */
  public static Instant timeOf(Event event) {
    return switch (event) {
      case Flow flow -> flow.end();
      case Message message -> message.time();
      case LogRecord log -> log.time();
    };
  }

  /** Takes the event's time into account and says how it stands. */
  public Order admit(Event event) {
    Instant time = timeOf(event);
    if (!event.origin().item().equals(item)) {
      item = event.origin().item();
      recent.clear();
      ascending.clear();
    }
    remember(time);
    Instant median = ascending.get((ascending.size() - 1) / 2);
    if (median.isAfter(now) || median.isBefore(settled())) {
      now = median;
    }
    if (time.isBefore(settled())) {
      return Order.LATE;
    }
    return time.isAfter(now.plus(mostStep)) ? Order.AHEAD : Order.ON_TIME;
  }

  private void remember(Instant time) {
    if (recent.size() == REMEMBERED) {
      ascending.remove(Collections.binarySearch(ascending, recent.removeFirst()));
    }
    recent.addLast(time);
    int at = Collections.binarySearch(ascending, time);
    ascending.add(at < 0 ? -at - 1 : at, time);
  }

  /** What most of the latest events have reached; {@link Instant#MIN} before the first. */
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
    out.writeInt(recent.size());
    for (Instant time : recent) {
      Saved.writeInstant(out, time);
    }
  }

  /** Takes over what {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    restoreItem(in);
    int count = Saved.readCount(in, REMEMBERED);
    for (int i = 0; i < count; i++) {
      remember(Saved.readInstant(in));
    }
  }

  /** Takes over what was written when the clock followed the latest event, not the median. */
  public void restoreLatest(DataInput in) throws IOException {
    restoreItem(in);
    Saved.readCount(in, LATEST_COUNTED);
    Saved.readInstant(in);
    Saved.readCount(in, LATEST_COUNTED);
    if (!now.equals(Instant.MIN)) {
      remember(now);
    }
  }

  private void restoreItem(DataInput in) throws IOException {
    recent.clear();
    ascending.clear();
    now = Saved.readInstant(in);
    item = Saved.readText(in);
  }
}
