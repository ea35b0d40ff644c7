package io.testudo.sigma.matching;

import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.Match;
import io.testudo.sigma.SigmaEvent;
import io.testudo.sigma.SigmaRule;
import io.testudo.sigma.candidate.Rarity;
import io.testudo.sigma.source.EventSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * The rules of a set by the sources of events. An event is first taken to its sources, then tested
 * against their rules alone. Immutable but for its counters; for any number of threads.
 */
public final class RuleIndex {
  private final List<SigmaRule> rules;
  private final SourceIndex sourceIndex;
  private final SourceRules[] sources;
  private final FieldTable sourceFields;
  private final LongAdder[] cutShort;

  /**
   * Compiles rules.
   *
   * @param asked per rule's id the fields whose values a match is to carry
   */
  public RuleIndex(
      List<SigmaRule> rules, Function<String, List<String>> asked, LogSourceMapping mapping) {
    this.rules = List.copyOf(rules);
    var slots = new Slots();
    this.sourceIndex = new SourceIndex(slots);
    var bySource = new LinkedHashMap<EventSource, List<CompiledRule>>();
    var rarity = new Rarity(rules);
    this.cutShort = new LongAdder[rules.size()];
    for (int number = 0; number < rules.size(); number++) {
      SigmaRule rule = rules.get(number);
      cutShort[number] = new LongAdder();
      var compiled = new CompiledRule(rule, number, slots, rarity, asked.apply(rule.id()));
      for (EventSource source : mapping.sourcesOf(rule.logSource())) {
        bySource.computeIfAbsent(source, s -> new ArrayList<>()).add(compiled);
      }
    }
    slots.takeAsked();
    int sourceNumber = 0;
    for (EventSource source : bySource.keySet()) {
      sourceIndex.add(source, sourceNumber++);
    }
    this.sourceFields = new FieldTable(slots, slots.takeAsked(), mapping::unmapped);
    this.sources =
        bySource.entrySet().stream()
            .map(e -> new SourceRules(e.getKey(), e.getValue(), slots, mapping::unmapped))
            .toArray(SourceRules[]::new);
  }

  /** The rules that hold for an event. */
  public List<Match> match(SigmaEvent event) {
    var view = new EventView(event, sourceFields);
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
