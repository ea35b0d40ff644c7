package io.testudo.suricata;

import io.testudo.suricata.dissection.Dissectors;
import io.testudo.suricata.matching.Inspector;
import io.testudo.suricata.matching.RuleIndexed;
import io.testudo.suricata.rule.CompiledRule;
import io.testudo.suricata.rule.RuleFacts.Action;
import java.util.List;
import java.util.function.Consumer;

/** Rules that are honoured, in one index. Immutable; shared by any number of inspections. */
public final class RuleSet {
  private final RuleIndexed rules;

  RuleSet(List<CompiledRule> rules, List<Action> actions) {
    this.rules = new RuleIndexed(rules, actions);
  }

  /** How many rules there are. */
  public int size() {
    return rules.size();
  }

  /** Begins to follow traffic, which is one source's packets in their order. */
  public Inspection inspection(InspectionConfig config, Consumer<Alert> alerts) {
    Inspector.Settings settings =
        new Inspector.Settings(
            config.joinUnderWay(),
            config.isGateway(),
            config.checkSums(),
            config.useTags(),
            config.mostFlows());
    return new Inspection(
        new Inspector(
            rules,
            new Dissectors(),
            settings,
            (rule, sight, message) -> alerts.accept(AlertWriter.alert(rule, sight, message))));
  }
}
