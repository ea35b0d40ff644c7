package io.testudo.sigma.matching;

import io.testudo.sigma.LogSource;
import io.testudo.sigma.Match;
import io.testudo.sigma.pattern.Quantity;
import io.testudo.sigma.source.EventSource;
import io.testudo.sigma.source.FieldSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The rules for the events of one source: those that ask for an event id by it, and the others. */
final class SourceRules {
  static final String ID_FIELD = "EventID";

  private final EventSource source;
  private final List<CompiledRule> always = new ArrayList<>();
  private final Map<String, List<CompiledRule>> byId = new HashMap<>();
  private final int idSlot;
  private FieldSource[] fields = {};

  SourceRules(EventSource source, int idSlot) {
    this.source = source;
    this.idSlot = idSlot;
  }

  EventSource source() {
    return source;
  }

  void add(CompiledRule rule) {
    List<String> ids = rule.requiredValues(ID_FIELD);
    if (ids.isEmpty()) {
      always.add(rule);
    }
    for (String id : ids) {
      byId.computeIfAbsent(id, key -> new ArrayList<>()).add(rule);
    }
  }

  /** Settles where each slot's values come from; called when all rules are known. */
  void settle(FieldSource[] byName) {
    fields = byName;
  }

  void test(EventView view, List<Match> matches, LongAdder[] cutShort) {
    view.readAs(fields);
    test(always, view, matches, cutShort);
    if (byId.isEmpty()) {
      return;
    }
    Reading ids = view.read(idSlot);
    for (int i = 0; i < ids.size(); i++) {
      Quantity number = ids.number(i);
      String id = number != null && number.exact() ? Long.toString(number.whole()) : ids.folded(i);
      test(byId.getOrDefault(id, List.of()), view, matches, cutShort);
      if (!id.equals(ids.folded(i))) {
        test(byId.getOrDefault(ids.folded(i), List.of()), view, matches, cutShort);
      }
    }
  }

  private void test(
      List<CompiledRule> rules, EventView view, List<Match> matches, LongAdder[] cutShort) {
    for (int i = 0; i < rules.size(); i++) {
      CompiledRule rule = rules.get(i);
      int before = view.cutShort();
      boolean holds = rule.holds(view);
      if (view.cutShort() > before) {
        cutShort[rule.number()].add(view.cutShort() - before);
      }
      if (holds && !isMatched(rule, matches)) {
        LogSource logSource = source.logSource();
        matches.add(rule.match(view, logSource));
      }
    }
  }

  /** Whether this very rule is among the matches; rules of equal content are not the same. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isMatched(CompiledRule rule, List<Match> matches) {
    for (Match match : matches) {
      if (match.rule() == rule.rule()) {
        return true;
      }
    }
    return false;
  }
}
