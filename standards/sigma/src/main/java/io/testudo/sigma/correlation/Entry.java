package io.testudo.sigma.correlation;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** An event in a group. Within a group entries are in the order of time, then of their event. */
final class Entry<P> {
  final long micros;
  final long event;

  /** When the match came; of a match of a correlation, when the one came that completed it. */
  final long arrived;

  /** When it was taken in. */
  final long taken;

  /** The text of the fields that are looked at; empty where none are. */
  final String value;

  /** That text as a number where numbers are looked at, else zero. */
  final BigDecimal number;

  /** The values that go on with a match that ends here. */
  final @Nullable String[] carried;

  /** By bit, which of the correlation's rules hold for the event. */
  long rules;

  /** Whether the window that ends here was judged for good. */
  boolean judged;

  /** Whether it was dropped from its group. */
  boolean dropped;

  @Nullable P piece;

  Entry(
      long micros,
      long event,
      long arrived,
      long taken,
      String value,
      BigDecimal number,
      @Nullable String[] carried) {
    this.micros = micros;
    this.event = event;
    this.arrived = arrived;
    this.taken = taken;
    this.value = value;
    this.number = number;
    this.carried = carried;
  }
}
