package io.testudo.sigma;

import java.util.List;

/**
 * An event as the matcher sees it: it is asked for fields by name and never for its own structure.
 *
 * <p>Nested data is asked for with dots ({@code userIdentity.arn}). The matcher asks for a field at
 * most once per event and log source and calls from one thread, so that an implementation may
 * decode lazily.
 */
public interface SigmaEvent {

  /**
   * The values of a field: of the one spelled exactly so, else of one spelled so but for case.
   *
   * @return all values of a field that has several, one {@link FieldValue.Nothing} for a field that
   *     is there without a value, an empty list for a field that is absent
   */
  List<FieldValue> values(String field);

  /** The text of every field, and of the message as a whole, for keyword searches. */
  Iterable<String> texts();

  /** What the source itself says it is; {@link LogSource#ANY} where it says nothing. */
  default LogSource declaredSource() {
    return LogSource.ANY;
  }
}
