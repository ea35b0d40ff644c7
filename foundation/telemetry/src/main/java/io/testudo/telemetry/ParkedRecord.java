package io.testudo.telemetry;

import io.testudo.vocabulary.event.Origin;

/**
 * A record that could not be understood.
 *
 * @param origin where it is
 * @param byteOffset offset of its first byte within the unpacked item, or −1 where unknown
 * @param format the format that was being read, for instance {@code zeek-tsv}
 * @param reason one line that says what is wrong with it
 * @param excerpt its beginning, control characters escaped, at most {@link #MOST_CHARACTERS}
 */
public record ParkedRecord(
    Origin origin, long byteOffset, String format, String reason, String excerpt) {

  /** The longest {@link #excerpt}. */
  public static final int MOST_CHARACTERS = 200;

  public ParkedRecord {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < excerpt.length() && safe.length() < MOST_CHARACTERS; i++) {
      char c = excerpt.charAt(i);
      safe.append(Character.isISOControl(c) ? '·' : c);
    }
    excerpt = safe.toString();
  }
}
