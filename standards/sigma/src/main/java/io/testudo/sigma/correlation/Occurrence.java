package io.testudo.sigma.correlation;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A match of a rule about single events, as correlations take it.
 *
 * @param rule the id of the rule
 * @param event what tells the event from all others; offered again under the same, it counts once
 * @param time when it happened
 * @param values per field that correlations ask for its value; without those that are absent
 * @param piece what is given back with a correlation that it is part of
 * @param <P> what the caller wants back
 */
public record Occurrence<P>(
    String rule, long event, Instant time, Map<String, String> values, @Nullable P piece) {

  /** A value as correlations keep it: where it is long, its beginning and its digest. */
  public static String shortened(String value) {
    return Values.shortened(value);
  }
}
