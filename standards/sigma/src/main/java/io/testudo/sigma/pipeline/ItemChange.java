package io.testudo.sigma.pipeline;

import io.testudo.sigma.detection.Condition;
import io.testudo.sigma.detection.Detection;
import io.testudo.sigma.detection.RuleRefusedException;
import io.testudo.sigma.detection.Selection;
import io.testudo.sigma.detection.ValueTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A transformation of the single items of a detection. A search that loses all its items is taken
 * out of the condition, as if nothing had been asked there.
 */
final class ItemChange {
  private final FieldCondition fields;
  private final Transformation transformation;

  ItemChange(FieldCondition fields, Transformation transformation) {
    this.fields = fields;
    this.transformation = transformation;
  }

  Detection of(Detection detection) throws RuleRefusedException {
    List<Detection.Search> searches = new ArrayList<>();
    Set<Integer> gone = new HashSet<>();
    for (Detection.Search search : detection.searches()) {
      Selection changed = of(search.selection());
      if (changed == null) {
        gone.add(searches.size());
      }
      searches.add(
          new Detection.Search(search.name(), changed == null ? search.selection() : changed));
    }
    if (gone.isEmpty()) {
      return new Detection(searches, detection.condition());
    }
    Condition left = without(detection.condition(), gone);
    if (left == null) {
      throw new RuleRefusedException("leaves nothing that the rule asks for");
    }
    return new Detection(searches, left);
  }

  private @Nullable Selection of(Selection selection) throws RuleRefusedException {
    return switch (selection) {
      case Selection.AllOf all -> joined(all.parts(), Selection.AllOf::new);
      case Selection.AnyOf any -> joined(any.parts(), Selection.AnyOf::new);
      case Selection.Presence presence when fields.holds(presence.field()) -> presence(presence);
      case Selection.Presence presence -> presence;
      case Selection.OfField field -> field(field);
      case Selection.OfEvent event -> event;
    };
  }

  private @Nullable Selection joined(List<Selection> parts, Function<List<Selection>, Selection> by)
      throws RuleRefusedException {
    List<Selection> changed = new ArrayList<>();
    for (Selection part : parts) {
      Selection each = of(part);
      if (each != null) {
        changed.add(each);
      }
    }
    return switch (changed.size()) {
      case 0 -> null;
      case 1 -> changed.getFirst();
      default -> by.apply(changed);
    };
  }

  private @Nullable Selection presence(Selection.Presence presence) throws RuleRefusedException {
    if (transformation instanceof Transformation.Naming naming) {
      List<Selection> named = new ArrayList<>();
      for (String name : naming.namesOf(presence.field())) {
        named.add(new Selection.Presence(name, presence.present()));
      }
      return several(named, presence.present());
    }
    return transformation instanceof Transformation.SetValue set
        ? new Selection.OfField(presence.field(), set.values())
        : otherwise(presence, presence.field());
  }

  private @Nullable Selection field(Selection.OfField item) throws RuleRefusedException {
    Selection.Values values = item.values();
    if (transformation instanceof Transformation.Naming naming) {
      values = renamed(values, naming);
    }
    if (!fields.holds(item.field())) {
      return new Selection.OfField(item.field(), values);
    }
    if (transformation instanceof Transformation.Naming naming) {
      List<Selection> named = new ArrayList<>();
      for (String name : naming.namesOf(item.field())) {
        named.add(new Selection.OfField(name, values));
      }
      boolean positive = values.join() == Selection.Join.ANY || values.join() == Selection.Join.ALL;
      return several(named, positive);
    }
    return transformation instanceof Transformation.SetValue set
        ? new Selection.OfField(item.field(), set.values())
        : otherwise(item, item.field());
  }

  private @Nullable Selection otherwise(Selection item, String field) throws RuleRefusedException {
    if (transformation instanceof Transformation.DropItem) {
      return null;
    }
    if (transformation instanceof Transformation.FailItem fail) {
      throw new RuleRefusedException("field '" + field + "': " + fail.message());
    }
    return item;
  }

  /** What asks that something holds, asks any of several fields; what forbids it, all of them. */
  private static Selection several(List<Selection> named, boolean positive) {
    if (named.size() == 1) {
      return named.getFirst();
    }
    return positive ? new Selection.AnyOf(named) : new Selection.AllOf(named);
  }

  /** Values that are compared with other fields. */
  private Selection.Values renamed(Selection.Values values, Transformation.Naming naming) {
    if (values.alternatives().stream()
        .flatMap(List::stream)
        .noneMatch(test -> test instanceof ValueTest.SameAs)) {
      return values;
    }
    List<List<ValueTest>> renamed = new ArrayList<>();
    for (List<ValueTest> alternatives : values.alternatives()) {
      List<ValueTest> tests = new ArrayList<>();
      for (ValueTest test : alternatives) {
        if (test instanceof ValueTest.SameAs same && fields.holds(same.field())) {
          for (String name : naming.namesOf(same.field())) {
            tests.add(new ValueTest.SameAs(name, same.place(), same.letterCase()));
          }
        } else {
          tests.add(test);
        }
      }
      renamed.add(tests);
    }
    return new Selection.Values(renamed, values.join());
  }

  /** A condition without these searches; null where nothing is left. */
  private static @Nullable Condition without(Condition condition, Set<Integer> gone) {
    return switch (condition) {
      case Condition.And and -> joined(and.parts(), gone, Condition.And::new);
      case Condition.Or or -> joined(or.parts(), gone, Condition.Or::new);
      case Condition.Not not -> {
        Condition part = without(not.part(), gone);
        yield part == null ? null : new Condition.Not(part);
      }
      case Condition.Named named -> gone.contains(named.search()) ? null : named;
      case Condition.AtLeast some -> {
        List<Integer> left = some.searches().stream().filter(s -> !gone.contains(s)).toList();
        boolean all = some.count() == some.searches().size();
        boolean never = some.count() > some.searches().size();
        int count = all ? left.size() : Math.min(some.count(), left.size());
        yield left.isEmpty() ? null : new Condition.AtLeast(never ? some.count() : count, left);
      }
    };
  }

  private static @Nullable Condition joined(
      List<Condition> parts, Set<Integer> gone, Function<List<Condition>, Condition> by) {
    List<Condition> left = new ArrayList<>();
    for (Condition part : parts) {
      Condition each = without(part, gone);
      if (each != null) {
        left.add(each);
      }
    }
    return switch (left.size()) {
      case 0 -> null;
      case 1 -> left.getFirst();
      default -> by.apply(left);
    };
  }
}
