package io.testudo.sigma.explanation;

import io.testudo.sigma.detection.Selection;
import java.util.List;

/** A part of what a rule asks, and whether an event gives it. */
public sealed interface Ground {

  /** Whether the event gives it. */
  boolean holds();

  /** How parts belong together. */
  enum Joint {
    ALL,
    ANY,
    NOT,
    AT_LEAST
  }

  /**
   * Parts that belong together.
   *
   * @param least how many must hold, where they are counted
   */
  record Together(Joint joint, int least, List<Ground> parts, boolean holds) implements Ground {
    public Together {
      parts = List.copyOf(parts);
    }
  }

  /** A search of the rule, by its name. */
  record Search(String name, Ground asked, boolean holds) implements Ground {}

  /**
   * What is asked of a field.
   *
   * @param field as the rule names it; empty for the texts of the whole event
   * @param lookedAt the event's fields in which it is looked for
   * @param found those of them that are there
   * @param values what they hold, the first few, each cut short
   * @param comparisons what was compared, the first few of the rule's values
   * @param left how many more values the rule lists
   * @param join how the rule's values belong together
   */
  record Item(
      String field,
      List<String> lookedAt,
      List<String> found,
      List<String> values,
      List<Comparison> comparisons,
      int left,
      Selection.Join join,
      boolean holds)
      implements Ground {
    public Item {
      lookedAt = List.copyOf(lookedAt);
      found = List.copyOf(found);
      values = List.copyOf(values);
      comparisons = List.copyOf(comparisons);
    }

    /** Whether the event has no such field. */
    public boolean isMissing() {
      return !field.isEmpty() && found.isEmpty() && values.isEmpty();
    }
  }

  /**
   * One value of the rule.
   *
   * @param wanted the value, or what is asked instead of one
   * @param by the event's value that gives it; empty where none does or none is needed
   * @param remark what deserves a word, else empty
   */
  record Comparison(String wanted, boolean holds, String by, String remark) {}
}
