package io.testudo.sigma;

import io.testudo.sigma.detection.Detection;
import io.testudo.sigma.pipeline.FieldNames;

/**
 * A detection rule that can be honoured: what it asks of one event.
 *
 * @param head what it says about itself
 * @param logSource which logs it is meant for
 * @param detection what it asks of an event
 * @param fields what pipelines call the fields that it was written with
 * @param digest SHA-256, in hexadecimal digits, of what it asks; the same for two rules that ask
 *     the same
 */
public record SigmaRule(
    RuleHead head, LogSource logSource, Detection detection, FieldNames fields, String digest)
    implements Rule {

  /** How much a match matters, rising. */
  public enum Level {
    /** The rule does not say. */
    UNRATED,
    INFORMATIONAL,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
  }

  /** How far the author trusts a rule. */
  public enum Status {
    /** The rule does not say. */
    UNSTATED,
    STABLE,
    TEST,
    EXPERIMENTAL,
    DEPRECATED,
    UNSUPPORTED
  }

  @Override
  public String toString() {
    return title() + " (" + id() + ")";
  }
}
