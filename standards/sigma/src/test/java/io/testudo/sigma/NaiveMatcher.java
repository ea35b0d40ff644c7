package io.testudo.sigma;

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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The specification word by word: every rule is tested on every event, nothing is remembered. */
final class NaiveMatcher {
  private final List<SigmaRule> rules;
  private final LogSourceMapping mapping;

  NaiveMatcher(List<SigmaRule> rules, LogSourceMapping mapping) {
    this.rules = rules;
    this.mapping = mapping;
  }

  List<SigmaRule> match(SigmaEvent event) {
    var matched = new ArrayList<SigmaRule>();
    for (SigmaRule rule : rules) {
      for (EventSource source : mapping.sourcesOf(rule.logSource())) {
        if (isOf(event, source) && holds(rule.detection(), event, source)) {
          matched.add(rule);
          break;
        }
      }
    }
    return matched;
  }

  private boolean isOf(SigmaEvent event, EventSource source) {
    return source.occasions().stream()
        .anyMatch(facts -> facts.stream().allMatch(fact -> isFact(event, fact)));
  }

  private boolean isFact(SigmaEvent event, EventSource.Fact fact) {
    LogSource declared = event.declaredSource();
    return switch (fact.field()) {
      case EventSource.DECLARED_PRODUCT -> fact.holds(declared.product());
      case EventSource.DECLARED_CATEGORY -> fact.holds(declared.category());
      case EventSource.DECLARED_SERVICE -> fact.holds(declared.service());
      default ->
          mapping.unmapped(fact.field()).read(event).stream()
              .anyMatch(value -> fact.holds(value.asText()));
    };
  }

  private boolean holds(Detection detection, SigmaEvent event, EventSource source) {
    return holds(detection.condition(), detection, event, source);
  }

  private boolean holds(
      Condition condition, Detection detection, SigmaEvent event, EventSource source) {
    return switch (condition) {
      case Condition.And and ->
          and.parts().stream().allMatch(part -> holds(part, detection, event, source));
      case Condition.Or or ->
          or.parts().stream().anyMatch(part -> holds(part, detection, event, source));
      case Condition.Not not -> !holds(not.part(), detection, event, source);
      case Condition.Named named ->
          holds(detection.searches().get(named.search()).selection(), event, source);
      case Condition.AtLeast some ->
          some.searches().stream()
                  .filter(s -> holds(detection.searches().get(s).selection(), event, source))
                  .count()
              >= some.count();
    };
  }

  private boolean holds(Selection selection, SigmaEvent event, EventSource source) {
    return switch (selection) {
      case Selection.AllOf all -> all.parts().stream().allMatch(p -> holds(p, event, source));
      case Selection.AnyOf any -> any.parts().stream().anyMatch(p -> holds(p, event, source));
      case Selection.Presence p -> read(p.field(), event, source).isEmpty() != p.present();
      case Selection.OfField f -> holds(f.values(), read(f.field(), event, source), event, source);
      case Selection.OfEvent e -> {
        var texts = new ArrayList<FieldValue>();
        event.texts().forEach(text -> texts.add(new FieldValue.Text(text)));
        yield holds(e.values(), texts, event, source);
      }
    };
  }

  private boolean holds(
      Selection.Values values, List<FieldValue> found, SigmaEvent event, EventSource source) {
    long satisfied =
        values.alternatives().stream()
            .filter(
                alternatives ->
                    alternatives.stream().anyMatch(test -> holds(test, found, event, source)))
            .count();
    boolean any = satisfied > 0;
    boolean all = satisfied == values.alternatives().size();
    return switch (values.join()) {
      case ANY -> any;
      case ALL -> all;
      case NONE -> !found.isEmpty() && !any;
      case NOT_ALL -> !found.isEmpty() && !all;
    };
  }

  private boolean holds(
      ValueTest test, List<FieldValue> found, SigmaEvent event, EventSource source) {
    if (test instanceof ValueTest.IsNothing) {
      return found.isEmpty() || found.stream().anyMatch(v -> v instanceof FieldValue.Nothing);
    }
    return found.stream()
        .filter(value -> !(value instanceof FieldValue.Nothing))
        .anyMatch(value -> holds(test, value, event, source));
  }

  private boolean holds(ValueTest test, FieldValue value, SigmaEvent event, EventSource source) {
    String text = value.asText();
    String folded = Folding.fold(text);
    return switch (test) {
      case ValueTest.Like like -> like.pattern().matches(text, folded);
      case ValueTest.Matches matches ->
          matches.pattern().find(text, folded) == RegexPattern.Finding.FOUND;
      case ValueTest.Compares compares -> {
        Quantity number = value instanceof FieldValue.Flag ? null : Quantity.parse(text);
        yield number != null && compares.comparison().holds(number, compares.number());
      }
      case ValueTest.Dates dates -> {
        long part = dates.part().of(text);
        yield part >= 0 && dates.comparison().holds(Quantity.of(part), dates.number());
      }
      case ValueTest.Is is -> folded.equals(Boolean.toString(is.flag()));
      case ValueTest.IsNothing nothing -> false;
      case ValueTest.Within within -> within.range().contains(text);
      case ValueTest.SameAs same ->
          read(same.field(), event, source).stream()
              .filter(other -> !(other instanceof FieldValue.Nothing))
              .anyMatch(other -> isAt(same, text, other.asText()));
    };
  }

  private static boolean isAt(ValueTest.SameAs same, String text, String other) {
    boolean cased = same.letterCase() == TextPattern.LetterCase.SIGNIFICANT;
    String whole = cased ? text : Folding.fold(text);
    String part = cased ? other : Folding.fold(other);
    return switch (same.place()) {
      case WHOLE -> whole.equals(part);
      case START -> whole.startsWith(part);
      case END -> whole.endsWith(part);
      case ANYWHERE -> whole.contains(part);
    };
  }

  private List<FieldValue> read(String field, SigmaEvent event, EventSource source) {
    @Nullable FieldSource mapped = source.fields().get(field);
    return (mapped == null ? mapping.unmapped(field) : mapped).read(event);
  }
}
