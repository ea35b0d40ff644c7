package io.testudo.app.ingest;

import io.testudo.telemetry.ParkedRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what one source does; written by its reader, read by everybody. Safe for many threads. */
final class SourceMeter {

  private static final int SLOTS = 60;
  private static final int SLOT_SECONDS = 10;
  private static final int MOST_PARKED = 100;

  private final String name;
  private final String door;
  private final InstantSource clock;
  private final Deque<ParkedRecord> recentlyParked = new ArrayDeque<>();
  private final long[] slots = new long[SLOTS];
  private long slot;
  private SourceStatus.State state = SourceStatus.State.WAITING;
  private String item = "";
  private long records;
  private long events;
  private long parked;
  private LeftOut leftOut = LeftOut.NOTHING;
  private long findings;
  private @Nullable Duration lag;
  private @Nullable Instant lastEvent;
  private @Nullable Instant lastRead;
  private String lastError = "";

  SourceMeter(String name, String door, InstantSource clock) {
    this.name = name;
    this.door = door;
    this.clock = clock;
    this.slot = currentSlot();
  }

  private long currentSlot() {
    return clock.instant().getEpochSecond() / SLOT_SECONDS;
  }

  /** Takes over the counts of an earlier start. */
  synchronized void resume(Counts counts) {
    records = counts.records();
    events = counts.events();
    parked = counts.parked();
  }

  synchronized Counts counts() {
    return new Counts(records, events, parked);
  }

  synchronized void state(SourceStatus.State now) {
    state = now;
  }

  synchronized void reading(String nowItem) {
    state = SourceStatus.State.READING;
    item = nowItem;
  }

  synchronized void failed(String error) {
    state = SourceStatus.State.FAILING;
    lastError = error;
  }

  synchronized void event(Instant time) {
    events++;
    long now = currentSlot();
    for (long passed = Math.max(slot + 1, now - SLOTS + 1); passed <= now; passed++) {
      slots[(int) (passed % SLOTS)] = 0;
    }
    slot = Math.max(slot, now);
    slots[(int) (slot % SLOTS)]++;
    if (lastEvent == null || time.isAfter(lastEvent)) {
      lastEvent = time;
    }
  }

  synchronized void record() {
    records++;
    lastRead = clock.instant();
  }

  synchronized void findings(int count) {
    findings += count;
  }

  synchronized void leftOut(LeftOut inAll) {
    leftOut = inAll;
  }

  synchronized void lag(@Nullable Duration now) {
    lag = now;
  }

  synchronized void parked(ParkedRecord record) {
    parked++;
    recentlyParked.addFirst(record);
    if (recentlyParked.size() > MOST_PARKED) {
      recentlyParked.removeLast();
    }
  }

  synchronized SourceStatus status() {
    long now = currentSlot();
    List<Double> rates = new ArrayList<>(SLOTS);
    double lastMinute = 0;
    for (long s = now - SLOTS + 1; s <= now; s++) {
      boolean held = s <= slot && s > slot - SLOTS;
      double rate = held ? slots[(int) Math.floorMod(s, SLOTS)] / (double) SLOT_SECONDS : 0;
      rates.add(rate);
      if (s > now - 6) {
        lastMinute += rate / 6;
      }
    }
    return new SourceStatus(
        name,
        door,
        state,
        item,
        records,
        events,
        parked,
        leftOut,
        findings,
        lastMinute,
        rates,
        lag,
        lastEvent,
        lastRead,
        lastError,
        List.copyOf(recentlyParked));
  }

  /**
   * Totals that outlive a restart.
   *
   * @param records records read
   * @param events events made of them
   * @param parked records set aside
   */
  record Counts(long records, long events, long parked) {}
}
