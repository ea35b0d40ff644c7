package io.testudo.sigma.pipeline;

import java.util.List;
import java.util.Set;

/** Which fields of a rule a step of a pipeline is taken for. */
public sealed interface FieldCondition {

  /** Whether it holds for a field of this name. */
  boolean holds(String field);

  /** All of them hold; also where there is none. */
  record All(List<FieldCondition> parts) implements FieldCondition {
    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean holds(String field) {
      return parts.stream().allMatch(part -> part.holds(field));
    }
  }

  /** Any of them holds. */
  record Any(List<FieldCondition> parts) implements FieldCondition {
    public Any {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean holds(String field) {
      return parts.stream().anyMatch(part -> part.holds(field));
    }
  }

  /** It does not hold. */
  record Not(FieldCondition part) implements FieldCondition {
    @Override
    public boolean holds(String field) {
      return !part.holds(field);
    }
  }

  /** The field has one of these names. */
  record Called(Set<String> names) implements FieldCondition {
    public Called {
      names = Set.copyOf(names);
    }

    @Override
    public boolean holds(String field) {
      return names.contains(field);
    }
  }
}
