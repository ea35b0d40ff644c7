package io.testudo.sigma.detection;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The detection section of a rule.
 *
 * @param searches the search identifiers in the order of the file
 * @param condition what must hold of them
 */
public record Detection(List<Search> searches, Condition condition) {
  public Detection {
    searches = List.copyOf(searches);
  }

  /** A named search. */
  public record Search(String name, Selection selection) {}

  /** The names of the fields that it asks for, sorted. */
  public SortedSet<String> fields() {
    SortedSet<String> fields = new TreeSet<>();
    searches.forEach(search -> search.selection().collectFields(fields));
    return fields;
  }

  /** How much it asks: its tests of values and its condition's references to searches. */
  public int weight() {
    return condition.references()
        + searches.stream().mapToInt(search -> search.selection().tests()).sum();
  }
}
