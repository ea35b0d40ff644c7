package io.testudo.vocabulary.finding;

import io.testudo.vocabulary.event.Origin;
import java.time.Instant;

/**
 * A bounded copy of an event that a finding rests on.
 *
 * @param origin where the event was read
 * @param time when it happened
 * @param summary one line for a person
 * @param raw the event as JSON, or the beginning of it; at most {@link #MOST_CHARACTERS} characters
 */
public record Evidence(Origin origin, Instant time, String summary, String raw) {

  /** The longest {@link #raw}; what is longer is cut and ends in an ellipsis. */
  public static final int MOST_CHARACTERS = 16_384;

  public Evidence {
    if (raw.length() > MOST_CHARACTERS) {
      raw = raw.substring(0, MOST_CHARACTERS - 1) + "…";
    }
  }
}
