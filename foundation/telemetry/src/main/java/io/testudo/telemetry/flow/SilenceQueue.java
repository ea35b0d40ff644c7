package io.testudo.telemetry.flow;

import org.jspecify.annotations.Nullable;

/** Open flows of one phase in the order in which they were last active, linked through them. */
final class SilenceQueue {

  private @Nullable OpenFlow longest;
  private @Nullable OpenFlow shortest;

  /** The flow that was silent longest, or null if there is none. */
  @Nullable OpenFlow longest() {
    return longest;
  }

  /** Puts a flow last; it must be in no queue. */
  void add(OpenFlow flow) {
    flow.longerSilent = shortest;
    flow.shorterSilent = null;
    if (shortest == null) {
      longest = flow;
    } else {
      shortest.shorterSilent = flow;
    }
    shortest = flow;
  }

  void remove(OpenFlow flow) {
    OpenFlow before = flow.longerSilent;
    OpenFlow after = flow.shorterSilent;
    if (before == null) {
      longest = after;
    } else {
      before.shorterSilent = after;
    }
    if (after == null) {
      shortest = before;
    } else {
      after.longerSilent = before;
    }
    flow.longerSilent = null;
    flow.shorterSilent = null;
  }

  /** Makes no flow later than {@code now}. */
  void setBack(long now) {
    for (OpenFlow flow = shortest;
        flow != null && flow.activeNanos > now;
        flow = flow.longerSilent) {
      flow.activeNanos = now;
    }
  }
}
