package io.testudo.sigma;

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
 * @param refusals what is not honoured
 * @param warnings what is honoured although something about it deserves a look
 */
public record RuleReport(
    int files,
    List<SigmaRule> rules,
    List<CorrelationRule> correlations,
    List<Notice> refusals,
    List<Notice> warnings) {

  public RuleReport {
    rules = List.copyOf(rules);
    correlations = List.copyOf(correlations);
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
