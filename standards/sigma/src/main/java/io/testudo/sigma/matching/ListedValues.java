package io.testudo.sigma.matching;

import io.testudo.sigma.Match;
import io.testudo.sigma.detection.Selection;
import io.testudo.sigma.detection.ValueTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The values a rule lists for a field, compiled. Values that are one plain text each are looked up
 * by hash, so that long lists of names and hashes cost no more than short ones.
 */
final class ListedValues {
  private static final int WORTH_HASHING = 8;

  private final Selection.Join join;
  private final List<List<ValueTest>> tests;
  private final ValueCheck[][] checks;
  private final boolean[] acceptsNothing;
  private final Set<String> exact;

  ListedValues(Selection.Values values, Slots slots) {
    this.join = values.join();
    this.exact = exactTexts(values);
    this.tests = new ArrayList<>();
    for (List<ValueTest> alternatives : values.alternatives()) {
      if (exact.isEmpty() || !isExact(alternatives)) {
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

  private static Set<String> exactTexts(Selection.Values values) {
    boolean any = values.join() == Selection.Join.ANY || values.join() == Selection.Join.NONE;
    var texts = new HashSet<String>();
    if (any) {
      for (List<ValueTest> alternatives : values.alternatives()) {
        if (isExact(alternatives)) {
          alternatives.forEach(test -> texts.add(((ValueTest.Like) test).pattern().onlyText()));
        }
      }
    }
    return texts.size() >= WORTH_HASHING ? Set.copyOf(texts) : Set.of();
  }

  private static boolean isExact(List<ValueTest> alternatives) {
    return alternatives.stream()
        .allMatch(t -> t instanceof ValueTest.Like like && !like.pattern().onlyText().isEmpty());
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
    if (!exact.isEmpty() && hasExact(reading)) {
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

  private boolean hasExact(Reading reading) {
    for (int i = 0; i < reading.size(); i++) {
      if (exact.contains(reading.folded(i)) && !reading.isNothing(i)) {
        return true;
      }
    }
    return false;
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
      if (!exact.isEmpty() && exact.contains(reading.folded(i))) {
        into.add(new Match.Evidence(search, field, reading.text(i), reading.text(i)));
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
