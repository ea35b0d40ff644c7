package io.testudo.sigma.correlation;

import io.testudo.sigma.CorrelationRule;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A correlation that holds of the events of one group within a window.
 *
 * @param rule the rule
 * @param group per field of its group-by the value
 * @param first the time of the window's first event
 * @param time the time of its last event
 * @param events how many events it holds
 * @param value what the condition was compared with, for people
 * @param pieces what was given with its last events, as far as it was kept, in the order of time
 * @param told whether it is to be told on its own, beside what takes it
 * @param <P> what the caller wants back
 */
public record Correlated<P>(
    CorrelationRule rule,
    Map<String, String> group,
    Instant first,
    Instant time,
    int events,
    String value,
    List<P> pieces,
    boolean told) {

  public Correlated {
    group = Collections.unmodifiableMap(new LinkedHashMap<>(group));
    pieces = List.copyOf(pieces);
  }
}
