package io.testudo.telemetry.stream;

/**
 * What could not be read of conversations.
 *
 * @param malformed streams and datagrams that broke the protocol they were taken for
 * @param broken streams given up because bytes were not captured
 * @param crowded streams given up for want of memory
 */
public record ConversationCounts(long malformed, long broken, long crowded) {

  /** Nothing. */
  public static final ConversationCounts NONE = new ConversationCounts(0, 0, 0);
}
