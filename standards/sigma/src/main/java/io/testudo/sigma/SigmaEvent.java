package io.testudo.sigma;

import io.testudo.sigma.pattern.FoldedBytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /**
   * What tells which fields the event has: two events with the same layout have the same fields,
   * each with a value or with several, only the values differ. The matcher then asks for none that
   * is absent. Compared by {@code equals}; null where the event cannot tell.
   */
  default @Nullable Object layout() {
    return null;
  }

  /**
   * The document that the event was read from, for a search that tells whether it is worth to ask
   * for {@link #texts()}: every run of printable ASCII characters but {@code "}, {@code \} and
   * {@code /} that a folded text holds is in it, with letters of either case. Null where there is
   * no such document.
   */
  default @Nullable FoldedBytes document() {
    return null;
  }
}
