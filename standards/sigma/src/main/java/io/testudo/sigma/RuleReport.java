package io.testudo.sigma;

import io.testudo.sigma.filter.RuleFilter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What loading rules came to: every rule that is honoured, and every file and rule that is not with
 * the reason. Nothing is left out.
 *
 * @param files how many files were looked at
 * @param rules the rules about single events that are honoured, in the order of their files
 * @param correlations the correlation rules that are honoured, each behind those it refers to
 * @param filters the filters that are honoured; the rules hold what they add
 * @param mapping says which events the rules' log sources mean, the site's own mappings included
 * @param unfilled per placeholder without a value the rules and filters that ask for it, which are
 *     refused
 * @param refusals what is not honoured
 * @param warnings what is honoured although something about it deserves a look
 */
public record RuleReport(
    int files,
    List<SigmaRule> rules,
    List<CorrelationRule> correlations,
    List<RuleFilter> filters,
    LogSourceMapping mapping,
    Map<String, List<Notice>> unfilled,
    List<Notice> refusals,
    List<Notice> warnings) {

  public RuleReport {
    rules = List.copyOf(rules);
    correlations = List.copyOf(correlations);
    filters = List.copyOf(filters);
    unfilled = new TreeMap<>(unfilled);
    refusals = List.copyOf(refusals);
    warnings = List.copyOf(warnings);
  }

  /**
   * One line about one file or rule.
   *
   * @param origin the file, and {@code #n} where it is one of several documents
   * @param title the rule's title, empty where it is not known
   * @param reason what is the matter
   */
  public record Notice(String origin, String title, String reason) {
    @Override
    public String toString() {
      return origin + (title.isEmpty() ? "" : " '" + title + "'") + ": " + reason;
    }
  }

  /** How many rules are honoured per log source. */
  public Map<LogSource, Integer> rulesByLogSource() {
    var counts = new TreeMap<LogSource, Integer>(Comparator.comparing(LogSource::toString));
    for (SigmaRule rule : rules) {
      counts.merge(rule.logSource(), 1, Integer::sum);
    }
    return counts;
  }
}
