package io.testudo.sigma.coverage;

import io.testudo.sigma.detection.Condition;
import io.testudo.sigma.detection.Detection;
import io.testudo.sigma.detection.Selection;
import io.testudo.sigma.detection.ValueTest;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * What a detection can come to if only some fields are ever there. Fields are taken for independent
 * of each other, so that what is called impossible is so, and what is called possible may not be.
 *
 * @param canHold whether there may be an event for which it holds
 * @param canFail whether there may be one for which it does not
 */
record Possibility(boolean canHold, boolean canFail) {
  private static final Possibility BOTH = new Possibility(true, true);

  /** Whether a detection can hold where only these fields are there. */
  static boolean canHold(Detection detection, Set<String> fields) {
    List<Possibility> searches =
        detection.searches().stream().map(search -> of(search.selection(), fields)).toList();
    return of(detection.condition(), searches::get).canHold();
  }

  /** The fields that are not there and whose items cannot hold. */
  static SortedSet<String> missing(Detection detection, Set<String> fields) {
    SortedSet<String> missing = new TreeSet<>();
    SortedSet<Integer> asked = new TreeSet<>();
    collectAsked(detection.condition(), asked);
    for (int search : asked) {
      collectMissing(detection.searches().get(search).selection(), fields, missing);
    }
    return missing;
  }

  private static Possibility of(Condition condition, IntFunction<Possibility> searches) {
    return switch (condition) {
      case Condition.And and -> all(and.parts().stream().map(part -> of(part, searches)).toList());
      case Condition.Or or -> any(or.parts().stream().map(part -> of(part, searches)).toList());
      case Condition.Not not -> {
        Possibility part = of(not.part(), searches);
        yield new Possibility(part.canFail(), part.canHold());
      }
      case Condition.Named named -> searches.apply(named.search());
      case Condition.AtLeast some -> {
        long may = some.searches().stream().filter(s -> searches.apply(s).canHold()).count();
        long must = some.searches().stream().filter(s -> !searches.apply(s).canFail()).count();
        yield new Possibility(may >= some.count(), must < some.count());
      }
    };
  }

  private static Possibility all(List<Possibility> parts) {
    return new Possibility(
        parts.stream().allMatch(Possibility::canHold),
        parts.stream().anyMatch(Possibility::canFail));
  }

  private static Possibility any(List<Possibility> parts) {
    return new Possibility(
        parts.stream().anyMatch(Possibility::canHold),
        parts.stream().allMatch(Possibility::canFail));
  }

  private static Possibility of(Selection selection, Set<String> fields) {
    return switch (selection) {
      case Selection.AllOf all -> all(all.parts().stream().map(part -> of(part, fields)).toList());
      case Selection.AnyOf any -> any(any.parts().stream().map(part -> of(part, fields)).toList());
      case Selection.Presence presence ->
          fields.contains(presence.field())
              ? BOTH
              : new Possibility(!presence.present(), presence.present());
      case Selection.OfField field ->
          fields.contains(field.field()) ? present(field, fields) : absent(field.values());
      case Selection.OfEvent event -> BOTH;
    };
  }

  /** A field that is there may have any value, but not that of a field that is not. */
  private static Possibility present(Selection.OfField field, Set<String> fields) {
    long possible =
        field.values().alternatives().stream()
            .filter(
                tests ->
                    tests.stream()
                        .anyMatch(
                            test ->
                                !(test instanceof ValueTest.SameAs same)
                                    || fields.contains(same.field())))
            .count();
    int all = field.values().alternatives().size();
    return switch (field.values().join()) {
      case ANY -> new Possibility(possible > 0, true);
      case ALL -> new Possibility(possible == all, true);
      case NONE, NOT_ALL -> BOTH;
    };
  }

  /** A field that is absent always gives the same. */
  private static Possibility absent(Selection.Values values) {
    long nothing =
        values.alternatives().stream()
            .filter(tests -> tests.stream().anyMatch(test -> test instanceof ValueTest.IsNothing))
            .count();
    boolean holds =
        switch (values.join()) {
          case ANY -> nothing > 0;
          case ALL -> nothing == values.alternatives().size();
          case NONE, NOT_ALL -> false;
        };
    return new Possibility(holds, !holds);
  }

  private static void collectAsked(Condition part, Set<Integer> into) {
    switch (part) {
      case Condition.And and -> and.parts().forEach(each -> collectAsked(each, into));
      case Condition.Or or -> or.parts().forEach(each -> collectAsked(each, into));
      case Condition.Not not -> {}
      case Condition.Named named -> into.add(named.search());
      case Condition.AtLeast some -> into.addAll(some.searches());
    }
  }

  private static void collectMissing(Selection part, Set<String> fields, Set<String> into) {
    if (part instanceof Selection.AllOf all) {
      all.parts().forEach(each -> collectMissing(each, fields, into));
    } else if (part instanceof Selection.AnyOf any) {
      any.parts().forEach(each -> collectMissing(each, fields, into));
    } else if (!of(part, fields).canHold()) {
      SortedSet<String> asked = new TreeSet<>();
      part.collectFields(asked);
      asked.removeAll(fields);
      into.addAll(asked);
    }
  }
}
