package io.testudo.sigma.detection;

import java.util.List;

/** What must hold of a rule's searches, by their index in {@link Detection#searches()}. */
public sealed interface Condition {

  /** All of them hold. */
  record And(List<Condition> parts) implements Condition {
    public And {
      parts = List.copyOf(parts);
    }
  }

  /** At least one of them holds. */
  record Or(List<Condition> parts) implements Condition {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  /** It does not hold. */
  record Not(Condition part) implements Condition {}

  /** One search. */
  record Named(int search) implements Condition {}

  /** At least so many of these searches. */
  record AtLeast(int count, List<Integer> searches) implements Condition {
    public AtLeast {
      searches = List.copyOf(searches);
    }
  }
}
