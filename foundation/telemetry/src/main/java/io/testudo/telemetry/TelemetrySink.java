package io.testudo.telemetry;

import io.testudo.telemetry.capture.Packet;
import io.testudo.vocabulary.event.Event;

/** Takes what a reader makes of a source, in order, on the reader's thread. */
public interface TelemetrySink {

  /** An event was read or assembled. */
  void event(Event event);

  /**
   * A packet of a capture was read, before what it makes known is delivered. Nothing is asked of a
   * sink that looks at events alone.
   *
   * @param packet valid during this call only; the next packet overwrites it
   */
  default void packet(Packet packet) {}

  /** A record could not be understood and was set aside; reading goes on. */
  void parked(ParkedRecord record);

  /**
   * Everything that record {@code record} of {@code item} and those before it gave has been
   * delivered: a place at which reading can be stopped, saved and resumed.
   *
   * @param item as in {@link io.testudo.vocabulary.event.Origin}
   * @param record ordinal within the item, from 1
   */
  void consumed(String item, long record);
}
