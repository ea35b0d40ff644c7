package io.testudo.sigma.matching;

import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.Match;
import io.testudo.sigma.SigmaEvent;
import io.testudo.sigma.SigmaRule;
import io.testudo.sigma.source.EventSource;
import io.testudo.sigma.source.FieldSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * The rules of a set by the sources of events. An event is first taken to its sources, then tested
 * against their rules alone. Immutable but for its counters; for any number of threads.
 */
public final class RuleIndex {
  private final List<SigmaRule> rules;
  private final SourceIndex sourceIndex;
  private final SourceRules[] sources;
  private final FieldSource[] plainFields;
  private final LongAdder[] cutShort;

  /** Compiles rules. */
  public RuleIndex(List<SigmaRule> rules, LogSourceMapping mapping) {
    this.rules = List.copyOf(rules);
    var slots = new Slots();
    int idSlot = slots.of(SourceRules.ID_FIELD);
    this.sourceIndex = new SourceIndex(slots);
    var bySource = new LinkedHashMap<EventSource, SourceRules>();
    this.cutShort = new LongAdder[rules.size()];
    for (int number = 0; number < rules.size(); number++) {
      SigmaRule rule = rules.get(number);
      cutShort[number] = new LongAdder();
      var compiled = new CompiledRule(rule, number, slots);
      for (EventSource source : mapping.sourcesOf(rule.logSource())) {
        bySource.computeIfAbsent(source, s -> new SourceRules(s, idSlot)).add(compiled);
      }
    }
    this.sources = bySource.values().toArray(SourceRules[]::new);
    for (int i = 0; i < sources.length; i++) {
      sourceIndex.add(sources[i].source(), i);
    }
    this.plainFields = plainFields(slots, mapping);
    for (SourceRules each : sources) {
      each.settle(fields(slots, each.source().fields()));
    }
  }

  private static FieldSource[] plainFields(Slots slots, LogSourceMapping mapping) {
    return slots.names().stream().map(mapping::unmapped).toArray(FieldSource[]::new);
  }

  private FieldSource[] fields(Slots slots, Map<String, FieldSource> mapped) {
    if (mapped.isEmpty()) {
      return plainFields;
    }
    FieldSource[] fields = plainFields.clone();
    for (int slot = 0; slot < fields.length; slot++) {
      FieldSource source = mapped.get(slots.names().get(slot));
      if (source != null) {
        fields[slot] = source;
      }
    }
    return fields;
  }

  /** The rules that hold for an event. */
  public List<Match> match(SigmaEvent event) {
    var view = new EventView(event, plainFields);
    var found = new BitSet(sources.length);
    sourceIndex.find(view, found);
    if (found.isEmpty()) {
      return List.of();
    }
    var matches = new ArrayList<Match>(2);
    for (int i = found.nextSetBit(0); i >= 0; i = found.nextSetBit(i + 1)) {
      sources[i].test(view, matches, cutShort);
    }
    return matches;
  }

  /** Per rule the number of its searches for regular expressions that were cut short. */
  public Map<SigmaRule, Long> cutShort() {
    var counts = new LinkedHashMap<SigmaRule, Long>();
    for (int number = 0; number < cutShort.length; number++) {
      long count = cutShort[number].sum();
      if (count > 0) {
        counts.put(rules.get(number), count);
      }
    }
    return counts;
  }
}
