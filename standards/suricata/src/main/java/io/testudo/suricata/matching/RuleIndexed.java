package io.testudo.suricata.matching;

import io.testudo.suricata.rule.CompiledRule;
import io.testudo.suricata.rule.RuleFacts.Action;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Rules with their index, in the order in which they are asked. Immutable; shared by threads. */
public final class RuleIndexed {
  private final RuleIndex index;
  private final int size;

  /** Orders and indexes rules. */
  public RuleIndexed(List<CompiledRule> rules, List<Action> actions) {
    List<CompiledRule> sorted = new ArrayList<>(rules);
    sorted.sort(
        Comparator.comparing((CompiledRule r) -> actions.indexOf(r.facts().action()))
            .thenComparing(CompiledRule::bits)
            .thenComparing(r -> r.facts().priority())
            .thenComparing(CompiledRule::order));
    List<CompiledRule> ordered = new ArrayList<>(sorted.size());
    for (CompiledRule rule : sorted) {
      ordered.add(rule.at(ordered.size()));
    }
    this.index = new RuleIndex(ordered);
    this.size = ordered.size();
  }

  RuleIndex index() {
    return index;
  }

  /** How many rules there are. */
  public int size() {
    return size;
  }
}
