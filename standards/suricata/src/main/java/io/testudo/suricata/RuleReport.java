package io.testudo.suricata;

import io.testudo.suricata.rule.CompiledRule;
import io.testudo.suricata.rule.RuleFacts.Action;
import java.util.List;
import java.util.Locale;

/** What came of reading rules: those that are honoured, and those that are not, with the reason. */
public final class RuleReport {
  private final List<CompiledRule> rules;
  private final List<RuleSummary> summaries;
  private final List<RuleProblem> problems;

  RuleReport(List<CompiledRule> rules, List<RuleSummary> summaries, List<RuleProblem> problems) {
    this.rules = List.copyOf(rules);
    this.summaries = List.copyOf(summaries);
    this.problems = List.copyOf(problems);
  }

  List<CompiledRule> rules() {
    return rules;
  }

  /** How many rules are honoured. */
  public int honoured() {
    return rules.size();
  }

  /** The rules that are honoured, for a person. */
  public List<RuleSummary> summaries() {
    return summaries;
  }

  /** The rules that are not honoured. */
  public List<RuleProblem> problems() {
    return problems;
  }

  /** The rules that are honoured, indexed. */
  public RuleSet ruleSet() {
    return ruleSet(List.of("pass", "drop", "reject", "alert"));
  }

  /**
   * As {@link #ruleSet()}, with another order of actions.
   *
   * @param actions all four actions, the one whose rules are asked first at the beginning
   */
  public RuleSet ruleSet(List<String> actions) {
    List<Action> order =
        actions.stream().map(a -> Action.valueOf(a.toUpperCase(Locale.ROOT))).toList();
    if (order.size() != Action.values().length || !order.containsAll(List.of(Action.values()))) {
      throw new IllegalArgumentException(
          "actions ("
              + actions
              + ") of rule set must be pass, drop, reject and alert in any order");
    }
    return new RuleSet(rules, order);
  }
}
