package io.testudo.sigma.matching;

import io.testudo.sigma.Match;
import io.testudo.sigma.detection.Selection;
import io.testudo.sigma.detection.ValueTest;
import io.testudo.sigma.pattern.TextSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values a rule lists for a field, compiled. In long lists, values that are one plain text each
 * are looked up by hash and those that are to be contained are looked for in one pass, so that long
 * lists of names and hashes cost little more than short ones.
 */
final class ListedValues {
  private static final int WORTH_HASHING = 8;
  private static final int WORTH_ONE_PASS = 12;
  private static final int SHORTEST_IN_ONE_PASS = 3;

  private final Selection.Join join;
  private final List<List<ValueTest>> tests;
  private final ValueCheck[][] checks;
  private final boolean[] acceptsNothing;
  private final Set<String> exact;
  private final @Nullable TextSet contained;

  ListedValues(Selection.Values values, Slots slots) {
    this.join = values.join();
    this.exact = texts(values, ListedValues::exactText, WORTH_HASHING);
    Set<String> parts = texts(values, ListedValues::containedText, WORTH_ONE_PASS);
    this.contained = parts.isEmpty() ? null : new TextSet(parts);
    this.tests = new ArrayList<>();
    for (List<ValueTest> alternatives : values.alternatives()) {
      boolean hashed = !exact.isEmpty() && isAll(alternatives, ListedValues::exactText);
      boolean onePass = !parts.isEmpty() && isAll(alternatives, ListedValues::containedText);
      if (!hashed && !onePass) {
        tests.add(alternatives);
      }
    }
    this.checks = new ValueCheck[tests.size()][];
    this.acceptsNothing = new boolean[tests.size()];
    for (int i = 0; i < checks.length; i++) {
      List<ValueTest> alternatives = tests.get(i);
      checks[i] =
          alternatives.stream().map(t -> ValueCheck.of(t, slots)).toArray(ValueCheck[]::new);
      acceptsNothing[i] = alternatives.stream().anyMatch(t -> t instanceof ValueTest.IsNothing);
    }
  }

  /** The texts of the listed values that all have one; none where it is not worth it. */
  private static Set<String> texts(
      Selection.Values values, Function<ValueTest, String> textOf, int worth) {
    var texts = new HashSet<String>();
    if (values.join() == Selection.Join.ANY || values.join() == Selection.Join.NONE) {
      for (List<ValueTest> alternatives : values.alternatives()) {
        if (isAll(alternatives, textOf)) {
          alternatives.forEach(test -> texts.add(textOf.apply(test)));
        }
      }
    }
    return texts.size() >= worth ? Set.copyOf(texts) : Set.of();
  }

  private static boolean isAll(List<ValueTest> tests, Function<ValueTest, String> textOf) {
    return tests.stream().noneMatch(test -> textOf.apply(test).isEmpty());
  }

  private static String exactText(ValueTest test) {
    return test instanceof ValueTest.Like like ? like.pattern().onlyText() : "";
  }

  private static String containedText(ValueTest test) {
    String text = test instanceof ValueTest.Like like ? like.pattern().onlyContained() : "";
    return text.length() >= SHORTEST_IN_ONE_PASS ? text : "";
  }

  boolean hold(Reading reading, EventView view) {
    return switch (join) {
      case ANY -> any(reading, view);
      case ALL -> all(reading, view);
      case NONE -> reading.size() > 0 && !any(reading, view);
      case NOT_ALL -> reading.size() > 0 && !all(reading, view);
    };
  }

  private boolean any(Reading reading, EventView view) {
    if (hasText(reading)) {
      return true;
    }
    for (int i = 0; i < checks.length; i++) {
      if (holds(i, reading, view)) {
        return true;
      }
    }
    return false;
  }

  private boolean all(Reading reading, EventView view) {
    for (int i = 0; i < checks.length; i++) {
      if (!holds(i, reading, view)) {
        return false;
      }
    }
    return true;
  }

  private boolean hasText(Reading reading) {
    if (exact.isEmpty() && contained == null) {
      return false;
    }
    for (int i = 0; i < reading.size(); i++) {
      if (!textIn(reading, i).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** The text of the long lists that a value satisfies; empty where it satisfies none. */
  private String textIn(Reading reading, int index) {
    if (reading.isNothing(index)) {
      return "";
    }
    String folded = reading.folded(index);
    if (exact.contains(folded)) {
      return folded;
    }
    return contained == null ? "" : contained.firstIn(folded);
  }

  private boolean holds(int listed, Reading reading, EventView view) {
    int size = reading.size();
    if (size == 0) {
      return acceptsNothing[listed];
    }
    for (int i = 0; i < size; i++) {
      if (reading.isNothing(i)) {
        if (acceptsNothing[listed]) {
          return true;
        }
        continue;
      }
      for (ValueCheck check : checks[listed]) {
        if (check.holds(reading, i, view)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Adds what of a reading satisfies the list; called where it does. */
  void explain(
      String search, String field, Reading reading, EventView view, List<Match.Evidence> into) {
    if (join == Selection.Join.NONE || join == Selection.Join.NOT_ALL) {
      into.add(new Match.Evidence(search, field, reading.text(0), "something else"));
      return;
    }
    boolean one = join == Selection.Join.ANY;
    for (int i = 0; i < reading.size(); i++) {
      String text = textIn(reading, i);
      if (!text.isEmpty()) {
        into.add(new Match.Evidence(search, field, reading.text(i), text));
        return;
      }
    }
    for (int listed = 0; listed < checks.length; listed++) {
      if (holds(listed, reading, view)) {
        into.add(evidence(search, field, listed, reading, view));
        if (one) {
          return;
        }
      }
    }
  }

  private Match.Evidence evidence(
      String search, String field, int listed, Reading reading, EventView view) {
    for (int i = 0; i < reading.size(); i++) {
      for (int t = 0; t < checks[listed].length; t++) {
        if (!reading.isNothing(i) && checks[listed][t].holds(reading, i, view)) {
          String wanted = tests.get(listed).get(t).shown();
          return new Match.Evidence(search, field, reading.text(i), wanted);
        }
      }
    }
    return new Match.Evidence(search, field, "", "null");
  }
}
