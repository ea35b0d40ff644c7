package io.testudo.telemetry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a reader read so far.
 *
 * @param total all items together
 * @param byFormat the same per format, by the format's word
 * @param parkedByReason how many records were set aside for which reason; beyond {@link
 *     #MOST_REASONS} reasons the rest is under {@code other}
 * @param items the items in order of reading, the last {@link #MOST_ITEMS} of them
 */
public record SourceStatistics(
    Counts total,
    Map<String, Counts> byFormat,
    Map<String, Long> parkedByReason,
    List<Item> items) {

  /** The most reasons that are told apart. */
  public static final int MOST_REASONS = 100;

  /** The most items that are remembered one by one. */
  public static final int MOST_ITEMS = 1000;

  public SourceStatistics {
    byFormat = Map.copyOf(byFormat);
    parkedByReason = Map.copyOf(parkedByReason);
    items = List.copyOf(items);
  }

  /**
   * Numbers of what was read.
   *
   * @param items files and archive members
   * @param records lines, objects or packets
   * @param events what they told of, flows as they were assembled
   * @param parked records set aside
   * @param replaced records with invalid UTF-8, which was replaced
   * @param bytes unpacked bytes
   * @param first time of the earliest event; null if there was none
   * @param last time of the latest event; null if there was none
   */
  public record Counts(
      long items,
      long records,
      long events,
      long parked,
      long replaced,
      long bytes,
      @Nullable Instant first,
      @Nullable Instant last) {}

  /**
   * One item.
   *
   * @param name as in {@link io.testudo.vocabulary.event.Origin}
   * @param format what it was recognised as
   * @param counts its numbers
   */
  public record Item(String name, String format, Counts counts) {}
}
