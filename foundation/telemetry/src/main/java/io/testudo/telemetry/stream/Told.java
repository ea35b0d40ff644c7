package io.testudo.telemetry.stream;

import io.testudo.vocabulary.event.Value;
import java.util.Map;

/** Takes what a dissector makes of a conversation. */
@FunctionalInterface
public interface Told {

  /**
   * A message is complete, or will not become so.
   *
   * @param nanos when it began, in nanoseconds since 1970
   * @param protocol as in {@link io.testudo.vocabulary.event.Message#protocol}
   * @param fields what it said, in this order
   */
  void message(long nanos, String protocol, Map<String, Value> fields);
}
