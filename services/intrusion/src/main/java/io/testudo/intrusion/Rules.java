package io.testudo.intrusion;

import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.RuleSet;
import java.util.List;

/** The Sigma rules that all sources are matched against; immutable, shared between them. */
public final class Rules {

  private final RuleSet set;

  private Rules(RuleSet set) {
    this.set = set;
  }

  /** No rule. */
  public static Rules none() {
    return new Rules(RuleSet.compile(List.of(), LogSourceMapping.standard()));
  }

  /** These rules. */
  public static Rules of(RuleSet set) {
    return new Rules(set);
  }

  /** The compiled rules. */
  public RuleSet set() {
    return set;
  }
}
