package io.testudo.sigma;

import io.testudo.sigma.correlation.Plan;
import io.testudo.sigma.matching.RuleIndex;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Rules compiled against a mapping of log sources, ready for events. Correlations are found by a
 * {@link io.testudo.sigma.correlation.Correlator} of its plan, which is offered the matches.
 *
 * <p>Matching is pure: the same event gives the same matches, in the order of the rules within a
 * log source. Any number of threads may match at once. No event can make it run away: texts are
 * compared in time bounded by their length times that of the rule's value, regular expressions
 * under a fixed number of steps.
 */
public final class RuleSet {
  private final List<SigmaRule> rules;
  private final List<CorrelationRule> correlations;
  private final Plan plan;
  private final RuleIndex index;

  private RuleSet(
      List<SigmaRule> rules, List<CorrelationRule> correlations, LogSourceMapping mapping) {
    this.rules = rules;
    this.correlations = correlations;
    this.plan = new Plan(correlations);
    this.index = new RuleIndex(rules, plan::columnsOf, mapping);
  }

  /** Compiles rules about single events. */
  public static RuleSet compile(Collection<SigmaRule> rules, LogSourceMapping mapping) {
    return new RuleSet(List.copyOf(rules), List.of(), mapping);
  }

  /** Compiles all that was loaded, against its mapping. */
  public static RuleSet compile(RuleReport report) {
    return new RuleSet(report.rules(), report.correlations(), report.mapping());
  }

  /** The rules that hold for an event, each once. */
  public List<Match> match(SigmaEvent event) {
    return index.match(event);
  }

  /** All rules about single events. */
  public List<SigmaRule> rules() {
    return rules;
  }

  /** All correlation rules, each behind those that it takes. */
  public List<CorrelationRule> correlations() {
    return correlations;
  }

  /** Which matches correlations take, and which are told through them alone. */
  public Plan plan() {
    return plan;
  }

  /**
   * Per rule, how many searches for one of its regular expressions ended before the whole text was
   * looked at, because their budget was used up. Such a search counts as no match.
   */
  public Map<SigmaRule, Long> searchesCutShort() {
    return index.cutShort();
  }
}
