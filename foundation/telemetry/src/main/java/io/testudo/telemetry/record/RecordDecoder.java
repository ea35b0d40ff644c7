package io.testudo.telemetry.record;

import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Origin;
import org.jspecify.annotations.Nullable;

/** Understands the records of one item, in order. Not thread-safe. */
public interface RecordDecoder {

  /**
   * The event that the record {@code bytes[from .. from + length)} tells of, or null if it tells of
   * none by design: a header, a comment.
   */
  @Nullable Event decode(Origin origin, byte[] bytes, int from, int length)
      throws MalformedRecordException;

  /** Takes note of a record whose event is not wanted, since it was delivered before. */
  default void pass(byte[] bytes, int from, int length) {}

  /** How many records held invalid UTF-8, which was replaced. */
  default long replaced() {
    return 0;
  }
}
