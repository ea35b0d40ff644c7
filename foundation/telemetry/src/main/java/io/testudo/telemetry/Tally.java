package io.testudo.telemetry;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what a reader reads; gives {@link SourceStatistics}. */
final class Tally {

  /** The counts of one item, one format or all. */
  static final class Counter {
    long items;
    long records;
    long events;
    long parked;
    long replaced;
    long bytes;
    private long firstSecond = Long.MAX_VALUE;
    private long lastSecond = Long.MIN_VALUE;
    private @Nullable Instant first;
    private @Nullable Instant last;

    void event(Instant time) {
      events++;
      long second = time.getEpochSecond();
      if (second <= firstSecond && (first == null || time.isBefore(first))) {
        first = time;
        firstSecond = second;
      }
      if (second >= lastSecond && (last == null || time.isAfter(last))) {
        last = time;
        lastSecond = second;
      }
    }

    void add(Counter other) {
      items += other.items;
      records += other.records;
      events += other.events;
      parked += other.parked;
      replaced += other.replaced;
      bytes += other.bytes;
      if (other.first != null && (first == null || other.first.isBefore(first))) {
        first = other.first;
      }
      if (other.last != null && (last == null || other.last.isAfter(last))) {
        last = other.last;
      }
    }

    SourceStatistics.Counts counts() {
      return new SourceStatistics.Counts(
          items, records, events, parked, replaced, bytes, first, last);
    }
  }

  private final Counter total = new Counter();
  private final Map<String, Counter> byFormat = new LinkedHashMap<>();
  private final Map<String, Long> reasons = new LinkedHashMap<>();
  private final Deque<SourceStatistics.Item> items = new ArrayDeque<>();

  void parked(String reason) {
    int colon = reason.indexOf(": ");
    String word = colon < 0 ? reason : reason.substring(0, colon);
    String key =
        reasons.size() < SourceStatistics.MOST_REASONS || reasons.containsKey(word)
            ? word
            : "other";
    reasons.merge(key, 1L, Long::sum);
  }

  /** A flow that ended when no item was being read. */
  void eventAtEnd(Instant time) {
    total.event(time);
  }

  /** A record that could not be understood after all, when no item was being read. */
  void parkedAtEnd(String reason) {
    total.parked++;
    parked(reason);
  }

  void item(String name, String format, Counter counter) {
    counter.items = 1;
    total.add(counter);
    byFormat.computeIfAbsent(format, word -> new Counter()).add(counter);
    items.addLast(new SourceStatistics.Item(name, format, counter.counts()));
    if (items.size() > SourceStatistics.MOST_ITEMS) {
      items.removeFirst();
    }
  }

  /** What was read, with {@code current}, which is not finished, in the total. */
  SourceStatistics statistics(Counter current) {
    Counter sum = new Counter();
    sum.add(total);
    sum.add(current);
    Map<String, SourceStatistics.Counts> formats = new LinkedHashMap<>();
    byFormat.forEach((word, counter) -> formats.put(word, counter.counts()));
    return new SourceStatistics(sum.counts(), formats, reasons, List.copyOf(items));
  }
}
