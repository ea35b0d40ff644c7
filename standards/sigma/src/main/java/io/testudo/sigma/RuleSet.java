package io.testudo.sigma;

import io.testudo.sigma.matching.RuleIndex;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Rules compiled against a mapping of log sources, ready for events.
 *
 * <p>Matching is pure: the same event gives the same matches, in the order of the rules within a
 * log source. Any number of threads may match at once. No event can make it run away: texts are
 * compared in time bounded by their length times that of the rule's value, regular expressions
 * under a fixed number of steps.
 */
public final class RuleSet {
  private final List<SigmaRule> rules;
  private final RuleIndex index;

  private RuleSet(List<SigmaRule> rules, LogSourceMapping mapping) {
    this.rules = rules;
    this.index = new RuleIndex(rules, mapping);
  }

  /** Compiles rules. */
  public static RuleSet compile(Collection<SigmaRule> rules, LogSourceMapping mapping) {
    return new RuleSet(List.copyOf(rules), mapping);
  }

  /** The rules that hold for an event, each once. */
  public List<Match> match(SigmaEvent event) {
    return index.match(event);
  }

  /** All rules of the set. */
  public List<SigmaRule> rules() {
    return rules;
  }

  /**
   * Per rule, how many searches for one of its regular expressions ended before the whole text was
   * looked at, because their budget was used up. Such a search counts as no match.
   */
  public Map<SigmaRule, Long> searchesCutShort() {
    return index.cutShort();
  }
}
