package io.testudo.sigma.explanation;

import io.testudo.sigma.FieldValue;
import io.testudo.sigma.LogSource;
import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.SigmaEvent;
import io.testudo.sigma.SigmaRule;
import io.testudo.sigma.explanation.Explanation.AsSource;
import io.testudo.sigma.explanation.Explanation.Fact;
import io.testudo.sigma.pattern.TextPattern;
import io.testudo.sigma.source.EventSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Explains what one rule makes of events.
 *
 * <p>Its verdict is that of a compiled {@link io.testudo.sigma.RuleSet}, found without index, clues
 * or shortcuts: every part is tested, in time linear in the rule and the event's values. Memory is
 * bounded by the rule. For any number of threads.
 */
public final class Explainer {
  private final SigmaRule rule;
  private final LogSourceMapping mapping;
  private final List<EventSource> sources;

  /** Explains a rule against a mapping of log sources. */
  public Explainer(SigmaRule rule, LogSourceMapping mapping) {
    this.rule = rule;
    this.mapping = mapping;
    this.sources = mapping.sourcesOf(rule.logSource());
  }

  /** What the rule makes of an event. */
  public Explanation explain(SigmaEvent event) {
    List<AsSource> explained = new ArrayList<>();
    for (EventSource source : sources) {
      List<List<Fact>> occasions = new ArrayList<>();
      for (List<EventSource.Fact> facts : source.occasions()) {
        occasions.add(facts.stream().map(fact -> fact(fact, event)).toList());
      }
      Grounds grounds = new Grounds(event, field -> mapping.fieldOf(source, field));
      explained.add(new AsSource(source.logSource(), occasions, grounds.of(rule.detection())));
    }
    return new Explanation(rule, explained);
  }

  private Fact fact(EventSource.Fact fact, SigmaEvent event) {
    List<String> wanted = fact.values().stream().map(TextPattern::toString).toList();
    if (fact.field().startsWith("@")) {
      LogSource declared = event.declaredSource();
      String value =
          switch (fact.field()) {
            case EventSource.DECLARED_PRODUCT -> declared.product();
            case EventSource.DECLARED_CATEGORY -> declared.category();
            default -> declared.service();
          };
      return new Fact(fact.field(), wanted, value, fact.holds(value));
    }
    List<FieldValue> values = mapping.unmapped(fact.field()).read(event);
    boolean holds =
        values.stream().anyMatch(v -> !(v instanceof FieldValue.Nothing) && fact.holds(v.asText()));
    String value = values.isEmpty() ? "" : Grounds.cut(values.getFirst().asText());
    return new Fact(fact.field(), wanted, value, holds);
  }
}
