package io.testudo.vocabulary.finding;

/**
 * How sure a detector is, and on what ground it says so.
 *
 * @param probability that the finding is true, 0..1
 * @param basis where the number comes from
 */
public record Confidence(double probability, Basis basis) {

  /** Grounds of a confidence, weakest first. */
  public enum Basis {
    /** The author of the rule or signature stated a level; nobody measured it. */
    STATED,
    /** Follows from the statistic's own model of chance. */
    COMPUTED,
    /** Calibrated on outcomes. */
    CALIBRATED
  }

  public Confidence {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "probability (" + probability + ") of Confidence must be in 0..1");
    }
  }
}
