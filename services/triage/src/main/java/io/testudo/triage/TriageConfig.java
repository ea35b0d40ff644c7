package io.testudo.triage;

import java.time.Duration;

/**
 * What an operator may set for triage.
 *
 * @param window findings further apart than this are no neighbours; 5 minutes to 7 days, default 2
 *     hours
 * @param leastWorth probability that at least one of a group's findings is a real attack, weighted
 *     by severity, from which the group becomes an incident; 0..1, default 0.19, which one medium
 *     finding of confidence one half passes
 * @param mostFindings how many findings are remembered for grouping; 100 to 10 million, default
 *     50000
 */
public record TriageConfig(Duration window, double leastWorth, int mostFindings) {

  public TriageConfig {
    if (window.compareTo(Duration.ofMinutes(5)) < 0 || window.compareTo(Duration.ofDays(7)) > 0) {
      throw new IllegalArgumentException("window (" + window + ") of triage must be in PT5M..P7D");
    }
    if (!(leastWorth >= 0 && leastWorth <= 1)) {
      throw new IllegalArgumentException(
          "leastWorth (" + leastWorth + ") of triage must be in 0..1");
    }
    if (mostFindings < 100 || mostFindings > 10_000_000) {
      throw new IllegalArgumentException(
          "mostFindings (" + mostFindings + ") of triage must be in 100..10000000");
    }
  }

  /** Every default. */
  public static TriageConfig defaults() {
    return new TriageConfig(Duration.ofHours(2), 0.19, 50_000);
  }
}
