package io.testudo.suricata;

import io.testudo.suricata.matching.Inspector;

/**
 * Follows the packets of one source and asks rules about them. For one thread.
 *
 * <p>Alerts are told during {@link #frame}, and during {@link #finish} for what only the end of a
 * conversation settles.
 */
public final class Inspection {
  private final Inspector inspector;

  Inspection(Inspector inspector) {
    this.inspector = inspector;
  }

  /**
   * Looks at one frame.
   *
   * @param linkType its link type, as captures number them
   * @param bytes holds the frame; not kept when this returns
   * @param from where it begins
   * @param to where it ends
   * @param timeNanos when it was seen, in nanoseconds since 1970
   */
  public void frame(int linkType, byte[] bytes, int from, int to, long timeNanos) {
    inspector.frame(linkType, bytes, from, to, timeNanos);
  }

  /** Ends every conversation, and tells what only that settles; frames that follow begin anew. */
  public void finish() {
    inspector.finish();
  }

  /** How many looks were given up because they would have taken too many steps. */
  public long cutShort() {
    return inspector.cutShort();
  }
}
