package io.testudo.sigma.detection;

import java.util.List;
import java.util.Set;

/** What a search asks of one event. */
public sealed interface Selection {

  /** How many tests it is made of. */
  default int tests() {
    return switch (this) {
      case AllOf all -> all.parts().stream().mapToInt(Selection::tests).sum();
      case AnyOf any -> any.parts().stream().mapToInt(Selection::tests).sum();
      case Presence presence -> 1;
      case OfField field -> field.values().tests();
      case OfEvent event -> event.values().tests();
    };
  }

  /** Adds the names of the fields that it asks for. */
  default void collectFields(Set<String> into) {
    switch (this) {
      case AllOf all -> all.parts().forEach(part -> part.collectFields(into));
      case AnyOf any -> any.parts().forEach(part -> part.collectFields(into));
      case Presence presence -> into.add(presence.field());
      case OfField field -> {
        into.add(field.field());
        for (List<ValueTest> alternatives : field.values().alternatives()) {
          for (ValueTest test : alternatives) {
            if (test instanceof ValueTest.SameAs same) {
              into.add(same.field());
            }
          }
        }
      }
      case OfEvent event -> {}
    }
  }

  /** Everything in a map. */
  record AllOf(List<Selection> parts) implements Selection {
    public AllOf {
      parts = List.copyOf(parts);
    }
  }

  /** Anything in a list. */
  record AnyOf(List<Selection> parts) implements Selection {
    public AnyOf {
      parts = List.copyOf(parts);
    }
  }

  /** A field that must be there, or must not. */
  record Presence(String field, boolean present) implements Selection {}

  /** A field whose values are tested. */
  record OfField(String field, Values values) implements Selection {}

  /** Texts that are looked for in the whole event. */
  record OfEvent(Values values) implements Selection {}

  /**
   * The values that a rule lists for one field.
   *
   * @param alternatives per listed value the tests it became; any of them will do
   * @param join whether one listed value is enough
   */
  record Values(List<List<ValueTest>> alternatives, Join join) {
    public Values {
      alternatives = alternatives.stream().map(List::copyOf).toList();
    }

    private int tests() {
      return alternatives.stream().mapToInt(List::size).sum();
    }
  }

  /** How listed values belong together. */
  enum Join {
    /** One is enough. */
    ANY,
    /** All must hold. */
    ALL,
    /** The field is there and none holds. */
    NONE,
    /** The field is there and not all hold. */
    NOT_ALL
  }
}
