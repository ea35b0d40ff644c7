package io.testudo.benchmarks;

import io.testudo.sigma.FieldValue;
import io.testudo.sigma.LogSource;
import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.SigmaEvent;
import io.testudo.sigma.SigmaRule;
import io.testudo.sigma.detection.Condition;
import io.testudo.sigma.detection.Detection;
import io.testudo.sigma.detection.Selection;
import io.testudo.sigma.detection.ValueTest;
import io.testudo.sigma.pattern.Folding;
import io.testudo.sigma.pattern.Quantity;
import io.testudo.sigma.pattern.RegexPattern;
import io.testudo.sigma.pattern.TextPattern;
import io.testudo.sigma.source.EventSource;
import io.testudo.sigma.source.FieldSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a careful programmer writes first: rules one after the other, with their patterns compiled
 * once, the log source checked before anything else, fields looked up by hash and read, turned into
 * text and folded once per event. The baseline of the index.
 */
final class OneByOne {

  private final LogSourceMapping mapping;
  private final Map<EventSource, List<SigmaRule>> bySource = new HashMap<>();
  private final Map<EventSource, Map<String, FieldSource>> fields = new HashMap<>();

  OneByOne(List<SigmaRule> rules, LogSourceMapping mapping) {
    this.mapping = mapping;
    for (SigmaRule rule : rules) {
      for (EventSource source : mapping.sourcesOf(rule.logSource())) {
        bySource.computeIfAbsent(source, key -> new ArrayList<>()).add(rule);
        fields.computeIfAbsent(source, key -> new HashMap<>(key.fields()));
      }
    }
  }

  /** The rules that hold for an event. */
  List<SigmaRule> match(SigmaEvent event) {
    var matched = new ArrayList<SigmaRule>();
    LogSource declared = event.declaredSource();
    var facts = new View(event, new HashMap<>());
    for (Map.Entry<EventSource, List<SigmaRule>> entry : bySource.entrySet()) {
      if (!isOf(facts, declared, entry.getKey())) {
        continue;
      }
      var view = new View(event, fields.getOrDefault(entry.getKey(), new HashMap<>()));
      for (SigmaRule rule : entry.getValue()) {
        if (!matched.contains(rule) && view.holds(rule.detection().condition(), rule.detection())) {
          matched.add(rule);
        }
      }
    }
    return matched;
  }

  private static boolean isOf(View view, LogSource declared, EventSource source) {
    for (List<EventSource.Fact> facts : source.occasions()) {
      boolean all = true;
      for (int i = 0; i < facts.size() && all; i++) {
        EventSource.Fact fact = facts.get(i);
        all =
            switch (fact.field()) {
              case EventSource.DECLARED_PRODUCT -> fact.holds(declared.product());
              case EventSource.DECLARED_CATEGORY -> fact.holds(declared.category());
              case EventSource.DECLARED_SERVICE -> fact.holds(declared.service());
              default -> view.isFact(fact);
            };
      }
      if (all) {
        return true;
      }
    }
    return false;
  }

  /** A value with its text. */
  private record Told(FieldValue value, String text, String folded) {
    static Told of(FieldValue value) {
      String text = value.asText();
      return new Told(value, text, Folding.fold(text));
    }

    boolean isNothing() {
      return value instanceof FieldValue.Nothing;
    }
  }

  /** One event as one source names its fields. */
  private final class View {
    private final SigmaEvent event;
    private final Map<String, FieldSource> named;
    private final Map<String, List<Told>> read = new HashMap<>();
    private @Nullable List<Told> everything;

    View(SigmaEvent event, Map<String, FieldSource> named) {
      this.event = event;
      this.named = named;
    }

    private List<Told> read(String field) {
      List<Told> known = read.get(field);
      if (known == null) {
        FieldSource source = named.computeIfAbsent(field, mapping::unmapped);
        known = new ArrayList<>();
        for (FieldValue value : source.read(event)) {
          known.add(Told.of(value));
        }
        read.put(field, known);
      }
      return known;
    }

    private List<Told> everything() {
      List<Told> known = everything;
      if (known == null) {
        known = new ArrayList<>();
        for (String text : event.texts()) {
          known.add(Told.of(new FieldValue.Text(text)));
        }
        everything = known;
      }
      return known;
    }

    boolean isFact(EventSource.Fact fact) {
      for (Told told : read(fact.field())) {
        for (TextPattern value : fact.values()) {
          if (!told.isNothing() && value.matches(told.text(), told.folded())) {
            return true;
          }
        }
      }
      return false;
    }

    boolean holds(Condition condition, Detection detection) {
      switch (condition) {
        case Condition.And and -> {
          for (Condition part : and.parts()) {
            if (!holds(part, detection)) {
              return false;
            }
          }
          return true;
        }
        case Condition.Or or -> {
          for (Condition part : or.parts()) {
            if (holds(part, detection)) {
              return true;
            }
          }
          return false;
        }
        case Condition.Not not -> {
          return !holds(not.part(), detection);
        }
        case Condition.Named one -> {
          return holds(detection.searches().get(one.search()).selection());
        }
        case Condition.AtLeast some -> {
          int missing = some.count();
          for (int i = 0; i < some.searches().size() && missing > 0; i++) {
            Detection.Search search = detection.searches().get(some.searches().get(i));
            missing -= holds(search.selection()) ? 1 : 0;
          }
          return missing <= 0;
        }
      }
    }

    private boolean holds(Selection selection) {
      switch (selection) {
        case Selection.AllOf all -> {
          for (Selection part : all.parts()) {
            if (!holds(part)) {
              return false;
            }
          }
          return true;
        }
        case Selection.AnyOf any -> {
          for (Selection part : any.parts()) {
            if (holds(part)) {
              return true;
            }
          }
          return false;
        }
        case Selection.Presence presence -> {
          return read(presence.field()).isEmpty() != presence.present();
        }
        case Selection.OfField field -> {
          return holds(field.values(), read(field.field()));
        }
        case Selection.OfEvent whole -> {
          return holds(whole.values(), everything());
        }
      }
    }

    private boolean holds(Selection.Values values, List<Told> found) {
      return switch (values.join()) {
        case ANY -> any(values, found);
        case ALL -> all(values, found);
        case NONE -> !found.isEmpty() && !any(values, found);
        case NOT_ALL -> !found.isEmpty() && !all(values, found);
      };
    }

    private boolean any(Selection.Values values, List<Told> found) {
      for (List<ValueTest> alternatives : values.alternatives()) {
        if (holdsOne(alternatives, found)) {
          return true;
        }
      }
      return false;
    }

    private boolean all(Selection.Values values, List<Told> found) {
      for (List<ValueTest> alternatives : values.alternatives()) {
        if (!holdsOne(alternatives, found)) {
          return false;
        }
      }
      return true;
    }

    private boolean holdsOne(List<ValueTest> alternatives, List<Told> found) {
      for (ValueTest test : alternatives) {
        if (test instanceof ValueTest.IsNothing && found.isEmpty()) {
          return true;
        }
        for (Told told : found) {
          boolean holds =
              told.isNothing() ? test instanceof ValueTest.IsNothing : holds(test, told);
          if (holds) {
            return true;
          }
        }
      }
      return false;
    }

    private boolean holds(ValueTest test, Told told) {
      String text = told.text();
      return switch (test) {
        case ValueTest.Like like -> like.pattern().matches(text, told.folded());
        case ValueTest.Matches matches ->
            matches.pattern().find(text, told.folded()) == RegexPattern.Finding.FOUND;
        case ValueTest.Compares compares -> {
          Quantity number = told.value() instanceof FieldValue.Flag ? null : Quantity.parse(text);
          yield number != null && compares.comparison().holds(number, compares.number());
        }
        case ValueTest.Dates dates -> {
          long part = dates.part().of(text);
          yield part >= 0 && dates.comparison().holds(Quantity.of(part), dates.number());
        }
        case ValueTest.Is is -> told.folded().equals(Boolean.toString(is.flag()));
        case ValueTest.IsNothing nothing -> false;
        case ValueTest.Within within -> within.range().contains(text);
        case ValueTest.SameAs same -> isSame(same, told);
      };
    }

    private boolean isSame(ValueTest.SameAs same, Told told) {
      boolean cased = same.letterCase() == TextPattern.LetterCase.SIGNIFICANT;
      String whole = cased ? told.text() : told.folded();
      for (Told other : read(same.field())) {
        String part = cased ? other.text() : other.folded();
        boolean holds =
            switch (same.place()) {
              case WHOLE -> whole.equals(part);
              case START -> whole.startsWith(part);
              case END -> whole.endsWith(part);
              case ANYWHERE -> whole.contains(part);
            };
        if (holds && !other.isNothing()) {
          return true;
        }
      }
      return false;
    }
  }
}
