package io.testudo.suricata.rule;

/**
 * How often a rule may alert.
 *
 * @param kind what is held back
 * @param track what is counted apart
 * @param count how many
 * @param seconds within how long
 * @param multiplier by what the count grows after every alert, where it does
 * @param unique of what only different values count
 */
public record Threshold(
    Kind kind, Track track, long count, long seconds, long multiplier, Unique unique) {

  /** What is held back. */
  public enum Kind {
    /** All but the first ones. */
    LIMIT,
    /** All but every n-th. */
    THRESHOLD,
    /** All but the n-th. */
    BOTH,
    /** The first ones. */
    DETECTION_FILTER,
    /** All but the first, and then ever fewer. */
    BACKOFF
  }

  /** What is counted apart. */
  public enum Track {
    BY_SOURCE,
    BY_DESTINATION,
    BY_BOTH,
    BY_RULE,
    BY_FLOW
  }

  /** Of what only different values count. */
  public enum Unique {
    NOTHING,
    SOURCE_PORT,
    DESTINATION_PORT
  }
}
