package io.testudo.sigma.detection;

import java.util.List;

/** What must hold of a rule's searches, by their index in {@link Detection#searches()}. */
public sealed interface Condition {

  /** The same condition over searches that stand so much later in a list. */
  default Condition shifted(int by) {
    return switch (this) {
      case And and -> new And(and.parts().stream().map(part -> part.shifted(by)).toList());
      case Or or -> new Or(or.parts().stream().map(part -> part.shifted(by)).toList());
      case Not not -> new Not(not.part().shifted(by));
      case Named named -> new Named(named.search() + by);
      case AtLeast some ->
          new AtLeast(some.count(), some.searches().stream().map(each -> each + by).toList());
    };
  }

  /** How often it refers to a search. */
  default int references() {
    return switch (this) {
      case And and -> and.parts().stream().mapToInt(Condition::references).sum();
      case Or or -> or.parts().stream().mapToInt(Condition::references).sum();
      case Not not -> not.part().references();
      case Named named -> 1;
      case AtLeast some -> some.searches().size();
    };
  }

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
