package io.testudo.vocabulary.event;

import java.time.Instant;

/** One thing that a network or a host recorded; its time is when it happened, not when it came. */
public sealed interface Event permits Flow, Message, LogRecord {

  /** When it happened (for a flow: began), by the clock of what recorded it. */
  Instant time();

  /** Where it was read. */
  Origin origin();
}
