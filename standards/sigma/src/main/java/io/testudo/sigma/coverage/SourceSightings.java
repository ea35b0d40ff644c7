package io.testudo.sigma.coverage;

import io.testudo.sigma.CorrelationRule;
import io.testudo.sigma.FieldValue;
import io.testudo.sigma.LogSource;
import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.RuleReport;
import io.testudo.sigma.SigmaEvent;
import io.testudo.sigma.SigmaRule;
import io.testudo.sigma.correlation.Correlation.Type;
import io.testudo.sigma.correlation.Criterion;
import io.testudo.sigma.source.EventSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Remembers which log sources of rules were seen in events, and with which of the fields that rules
 * ask for; tells which rules can fire on such events.
 *
 * <p>Memory is bounded by the rules, time per event by their log sources and fields. For one
 * thread.
 */
public final class SourceSightings {
  private final RuleReport rules;
  private final LogSourceMapping mapping;
  private final Map<LogSource, List<EventSource>> byLogSource = new HashMap<>();
  private final Map<EventSource, Seen> sources = new LinkedHashMap<>();

  /** What was seen of one source. */
  private static final class Seen {
    final Set<String> wanted = new HashSet<>();
    final Set<String> fields = new HashSet<>();
    long events;
  }

  /** Nothing seen yet. */
  public SourceSightings(RuleReport rules) {
    this.rules = rules;
    this.mapping = rules.mapping();
    for (SigmaRule rule : rules.rules()) {
      SortedSet<String> fields = rule.detection().fields();
      for (EventSource source : sourcesOf(rule)) {
        sources.computeIfAbsent(source, key -> new Seen()).wanted.addAll(fields);
      }
    }
    sources.values().forEach(seen -> seen.wanted.remove(""));
  }

  private List<EventSource> sourcesOf(SigmaRule rule) {
    return byLogSource.computeIfAbsent(rule.logSource(), mapping::sourcesOf);
  }

  /** Takes an event in. */
  public void observe(SigmaEvent event) {
    Map<String, List<FieldValue>> read = new HashMap<>();
    for (Map.Entry<EventSource, Seen> entry : sources.entrySet()) {
      if (isOf(entry.getKey(), event, read)) {
        Seen seen = entry.getValue();
        seen.events++;
        seen.wanted.removeIf(
            field -> {
              boolean there = !mapping.fieldOf(entry.getKey(), field).read(event).isEmpty();
              return there && seen.fields.add(field);
            });
      }
    }
  }

  private boolean isOf(EventSource source, SigmaEvent event, Map<String, List<FieldValue>> read) {
    for (List<EventSource.Fact> facts : source.occasions()) {
      boolean all = true;
      for (EventSource.Fact fact : facts) {
        all = all && holds(fact, event, read);
      }
      if (all) {
        return true;
      }
    }
    return false;
  }

  private boolean holds(
      EventSource.Fact fact, SigmaEvent event, Map<String, List<FieldValue>> read) {
    LogSource declared = event.declaredSource();
    return switch (fact.field()) {
      case EventSource.DECLARED_PRODUCT -> fact.holds(declared.product());
      case EventSource.DECLARED_CATEGORY -> fact.holds(declared.category());
      case EventSource.DECLARED_SERVICE -> fact.holds(declared.service());
      default ->
          read.computeIfAbsent(fact.field(), field -> mapping.unmapped(field).read(event)).stream()
              .anyMatch(v -> !(v instanceof FieldValue.Nothing) && fact.holds(v.asText()));
    };
  }

  /** Per log source that was seen, how many events of it; an event may be of several. */
  public Map<LogSource, Long> events() {
    Map<LogSource, Long> events = new TreeMap<>(Comparator.comparing(LogSource::toString));
    sources.forEach(
        (source, seen) -> {
          if (seen.events > 0) {
            events.merge(source.logSource(), seen.events, Long::sum);
          }
        });
    return events;
  }

  /** Whether each rule can fire, by its id. */
  public Map<String, Firing> firing() {
    Map<String, Firing> firing = new HashMap<>();
    for (SigmaRule rule : rules.rules()) {
      firing.put(rule.id(), firing(rule));
    }
    for (CorrelationRule rule : rules.correlations()) {
      firing.put(rule.id(), firing(rule, firing));
    }
    return firing;
  }

  private Firing firing(SigmaRule rule) {
    boolean seen = false;
    SortedSet<String> missing = new TreeSet<>();
    for (EventSource source : sourcesOf(rule)) {
      Seen of = sources.get(source);
      if (of != null && of.events > 0) {
        if (Possibility.canHold(rule.detection(), of.fields)) {
          return new Firing.Possible();
        }
        seen = true;
        missing.addAll(Possibility.missing(rule.detection(), of.fields));
      }
    }
    return seen ? new Firing.FieldsNeverSeen(List.copyOf(missing)) : new Firing.SourceNeverSeen();
  }

  private static Firing firing(CorrelationRule rule, Map<String, Firing> known) {
    List<String> silent = new ArrayList<>();
    for (String taken : rule.correlation().rules()) {
      if (!(known.get(taken) instanceof Firing.Possible)) {
        silent.add(taken);
      }
    }
    int left = rule.correlation().rules().size() - silent.size();
    Type type = rule.correlation().type();
    boolean counted = type == Type.TEMPORAL || type == Type.TEMPORAL_ORDERED;
    boolean cannot = left == 0 || (counted && left < leastRules(rule));
    return cannot ? new Firing.RulesCannotFire(silent) : new Firing.Possible();
  }

  /** How many of its rules must come together at least. */
  private static int leastRules(CorrelationRule rule) {
    int least = 1;
    for (Criterion.Bound bound : rule.correlation().condition().bounds()) {
      int number = bound.number().intValue();
      least =
          switch (bound.operator()) {
            case GTE, EQ -> Math.max(least, number);
            case GT -> Math.max(least, number + 1);
            case LT, LTE, NEQ -> least;
          };
    }
    return least;
  }
}
