package io.testudo.sigma.explanation;

import io.testudo.sigma.FieldValue;
import io.testudo.sigma.SigmaEvent;
import io.testudo.sigma.detection.Condition;
import io.testudo.sigma.detection.Detection;
import io.testudo.sigma.detection.Selection;
import io.testudo.sigma.detection.ValueTest;
import io.testudo.sigma.explanation.Ground.Comparison;
import io.testudo.sigma.explanation.Ground.Joint;
import io.testudo.sigma.source.FieldSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The grounds of a detection for one event as one of a log source. */
final class Grounds {
  private static final int MOST_VALUES = 16;
  private static final int MOST_COMPARISONS = 32;
  private static final int MOST_CHARACTERS = 512;

  private final SigmaEvent event;
  private final Function<String, FieldSource> sourceOf;
  private final Map<String, List<FieldValue>> read = new HashMap<>();
  private final Tester tester = new Tester(this::values);

  Grounds(SigmaEvent event, Function<String, FieldSource> sourceOf) {
    this.event = event;
    this.sourceOf = sourceOf;
  }

  static String cut(String text) {
    return text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "…" : text;
  }

  private List<FieldValue> values(String field) {
    return read.computeIfAbsent(field, name -> sourceOf.apply(name).read(event));
  }

  Ground of(Detection detection) {
    List<Ground> searches = new ArrayList<>();
    for (Detection.Search search : detection.searches()) {
      Ground asked = of(search.selection());
      searches.add(new Ground.Search(search.name(), asked, asked.holds()));
    }
    return of(detection.condition(), searches);
  }

  private static Ground of(Condition condition, List<Ground> searches) {
    return switch (condition) {
      case Condition.And and -> all(and.parts().stream().map(part -> of(part, searches)).toList());
      case Condition.Or or -> any(or.parts().stream().map(part -> of(part, searches)).toList());
      case Condition.Not not -> {
        Ground part = of(not.part(), searches);
        yield new Ground.Together(Joint.NOT, 0, List.of(part), !part.holds());
      }
      case Condition.Named named -> searches.get(named.search());
      case Condition.AtLeast some -> {
        List<Ground> parts = some.searches().stream().map(searches::get).toList();
        long holding = parts.stream().filter(Ground::holds).count();
        yield new Ground.Together(Joint.AT_LEAST, some.count(), parts, holding >= some.count());
      }
    };
  }

  private static Ground all(List<Ground> parts) {
    return new Ground.Together(
        Joint.ALL, parts.size(), parts, parts.stream().allMatch(Ground::holds));
  }

  private static Ground any(List<Ground> parts) {
    return new Ground.Together(Joint.ANY, 1, parts, parts.stream().anyMatch(Ground::holds));
  }

  private Ground of(Selection selection) {
    return switch (selection) {
      case Selection.AllOf all -> all(all.parts().stream().map(this::of).toList());
      case Selection.AnyOf any -> any(any.parts().stream().map(this::of).toList());
      case Selection.Presence presence -> presence(presence);
      case Selection.OfField field -> item(field.field(), values(field.field()), field.values());
      case Selection.OfEvent keywords -> {
        List<FieldValue> texts = new ArrayList<>();
        event.texts().forEach(text -> texts.add(new FieldValue.Text(text)));
        yield item("", texts, keywords.values());
      }
    };
  }

  private Ground presence(Selection.Presence presence) {
    List<FieldValue> values = values(presence.field());
    boolean holds = values.isEmpty() != presence.present();
    String wanted = presence.present() ? "present" : "absent";
    return new Ground.Item(
        presence.field(),
        sourceOf.apply(presence.field()).names(),
        found(presence.field()),
        shown(values),
        List.of(new Comparison(wanted, holds, "", "")),
        0,
        Selection.Join.ANY,
        holds);
  }

  private Ground item(String field, List<FieldValue> values, Selection.Values asked) {
    List<Comparison> comparisons = new ArrayList<>();
    int holding = 0;
    for (List<ValueTest> alternatives : asked.alternatives()) {
      Comparison comparison = compared(alternatives, values);
      holding += comparison.holds() ? 1 : 0;
      // What holds is shown however late it comes.
      if (comparisons.size() < MOST_COMPARISONS || (comparison.holds() && holding == 1)) {
        comparisons.add(comparison);
      }
    }
    int all = asked.alternatives().size();
    boolean holds =
        switch (asked.join()) {
          case ANY -> holding > 0;
          case ALL -> holding == all;
          case NONE -> !values.isEmpty() && holding == 0;
          case NOT_ALL -> !values.isEmpty() && holding < all;
        };
    return new Ground.Item(
        field,
        field.isEmpty() ? List.of() : sourceOf.apply(field).names(),
        field.isEmpty() ? List.of() : found(field),
        shown(values),
        comparisons,
        all - comparisons.size(),
        asked.join(),
        holds);
  }

  private Comparison compared(List<ValueTest> alternatives, List<FieldValue> values) {
    tester.takeCutShort();
    String wanted = alternatives.isEmpty() ? "" : wanted(alternatives.getFirst());
    for (ValueTest test : alternatives) {
      if (values.isEmpty() && test instanceof ValueTest.IsNothing) {
        return new Comparison(wanted, true, "", "the field is absent");
      }
      for (FieldValue value : values) {
        if (tester.holds(test, value)) {
          return new Comparison(wanted(test), true, cut(value.asText()), "");
        }
      }
    }
    String remark = tester.takeCutShort() ? "the search used up its steps" : "";
    return new Comparison(wanted, false, "", remark);
  }

  /** A text with the wildcards that modifiers put around it. */
  private static String wanted(ValueTest test) {
    if (test instanceof ValueTest.Like like) {
      String pattern = like.pattern().toString();
      return cut(pattern.equalsIgnoreCase(like.shown()) ? like.shown() : pattern);
    }
    return cut(test.shown());
  }

  private List<String> found(String field) {
    return sourceOf.apply(field).names().stream()
        .filter(name -> !event.values(name).isEmpty())
        .toList();
  }

  private static List<String> shown(List<FieldValue> values) {
    return values.stream().limit(MOST_VALUES).map(value -> cut(value.asText())).toList();
  }
}
