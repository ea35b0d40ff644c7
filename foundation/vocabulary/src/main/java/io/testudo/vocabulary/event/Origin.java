package io.testudo.vocabulary.event;

/**
 * The place that an event was read from, so that a person can go and look.
 *
 * @param source the configured source or sensor, for instance {@code edge-capture}
 * @param item the file, archive member ({@code day.zip!conn.log}) or stream within the source
 * @param record ordinal of the record within the item, from 1: packet, line or JSON object number
 */
public record Origin(String source, String item, long record) {

  @Override
  public String toString() {
    return source + ":" + item + "#" + record;
  }
}
