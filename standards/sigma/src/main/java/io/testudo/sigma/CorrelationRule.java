package io.testudo.sigma;

import io.testudo.sigma.correlation.Correlation;

/**
 * A correlation rule that can be honoured: what it asks of the matches of other rules.
 *
 * @param head what it says about itself
 * @param correlation what it asks; every rule that it refers to is there
 * @param digest SHA-256, in hexadecimal digits, of what it asks and of what the rules that it
 *     refers to ask
 */
public record CorrelationRule(RuleHead head, Correlation correlation, String digest)
    implements Rule {

  @Override
  public String toString() {
    return title() + " (" + id() + ")";
  }
}
