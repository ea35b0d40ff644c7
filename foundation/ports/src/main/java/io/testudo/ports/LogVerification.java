package io.testudo.ports;

import io.testudo.transparency.TreeHead;
import java.util.List;

/** What {@link EventLog#verify} found. */
public sealed interface LogVerification {

  /**
   * Everything is as it was sealed.
   *
   * @param head size and root that were recomputed
   * @param forgotten how many facts have only their leaf left, by retention
   */
  record Intact(TreeHead head, long forgotten) implements LogVerification {}

  /**
   * Something was changed from outside.
   *
   * @param damages what, at most 100, in order of sequence; not empty
   */
  record Damaged(List<Damage> damages) implements LogVerification {
    public Damaged {
      damages = List.copyOf(damages);
      if (damages.isEmpty()) {
        throw new IllegalArgumentException("damages of Damaged must not be empty");
      }
    }
  }

  /**
   * One change from outside.
   *
   * @param kind what sort
   * @param sequence the first place concerned
   * @param statement one line for a person
   */
  record Damage(Kind kind, long sequence, String statement) {

    /** Sorts of changes. */
    public enum Kind {
      /** An entry's content, id, time or leaf is not what was sealed. */
      CHANGED,
      /** An entry is missing between others. */
      REMOVED,
      /** Entries are missing at the end: a signed head is longer than the log. */
      CUT,
      /**
       * A stored head or the tree's stored state does not fit the entries, or its signature fails.
       */
      HEAD
    }
  }
}
