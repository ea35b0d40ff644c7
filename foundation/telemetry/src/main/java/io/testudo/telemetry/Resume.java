package io.testudo.telemetry;

/** What of a source was read before and need not be delivered again. */
@FunctionalInterface
public interface Resume {

  /** The answer for an item that was read to its end. */
  long ALL = Long.MAX_VALUE;

  /** Nothing was read before. */
  Resume NOTHING = item -> 0;

  /**
   * How many of the first records of {@code item} were delivered before: the last that {@link
   * TelemetrySink#consumed} named, 0 for none, {@link #ALL} if it need not even be opened.
   */
  long recordsRead(String item);
}
