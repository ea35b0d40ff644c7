package io.testudo.intrusion.raising;

/**
 * How sure a likelihood ratio makes: the posterior of its two explanations, within what both leave
 * out.
 *
 * <p>A ratio weighs one hostile explanation against one honest explanation, and grows without bound
 * with every event. Honest causes that neither describes, such as a program gone wrong or a test by
 * the owner, do not become less likely by more events of the same kind. They are given a fixed
 * share of what looks hostile, {@value #UNEXPLAINED}, so that no statistic claims certainty; the
 * share is an assumption, not a measurement.
 */
public final class Posterior {

  /** The share of patterns, however clear, that have a cause outside of both explanations. */
  public static final double UNEXPLAINED = 0.05;

  private Posterior() {}

  /**
   * The probability of the hostile explanation.
   *
   * @param logRatio natural logarithm of the likelihood ratio, hostile to honest
   * @param prior probability before any event, in 0..1
   */
  public static double of(double logRatio, double prior) {
    double odds = Math.exp(Math.min(500, logRatio)) * prior / (1 - prior);
    return (1 - UNEXPLAINED) * odds / (1 + odds);
  }
}
