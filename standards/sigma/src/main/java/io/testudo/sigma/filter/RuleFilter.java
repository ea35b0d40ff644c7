package io.testudo.sigma.filter;

import io.testudo.sigma.LogSource;
import io.testudo.sigma.RuleHead;
import io.testudo.sigma.detection.Condition;
import io.testudo.sigma.detection.Detection;
import java.util.List;

/**
 * A Sigma filter that can be honoured: what is left out of the matches of other rules.
 *
 * <p>Deviation: the specification lets a condition say what is left out ({@code selection}), widely
 * used filters let it say what stays ({@code not selection}). Both are understood: a condition that
 * is negated as a whole says what stays.
 *
 * @param head what it says about itself
 * @param logSource rules whose log source this covers are meant
 * @param rules the ids and names of the rules that are meant; empty for any
 * @param detection its searches and its condition as written
 * @param digest SHA-256, in hexadecimal digits, of what it asks
 */
public record RuleFilter(
    RuleHead head, LogSource logSource, List<String> rules, Detection detection, String digest) {

  public RuleFilter {
    rules = List.copyOf(rules);
  }

  /** Whether it is meant for every rule of its log source. */
  public boolean isForAny() {
    return rules.isEmpty();
  }

  /** What must hold of its searches for a match to stay. */
  public Condition whatStays() {
    Condition written = detection.condition();
    return saysWhatStays(written) ? written : new Condition.Not(written);
  }

  private static boolean saysWhatStays(Condition condition) {
    return switch (condition) {
      case Condition.Not not -> true;
      case Condition.And and -> and.parts().stream().allMatch(RuleFilter::saysWhatStays);
      case Condition.Or or -> or.parts().stream().allMatch(RuleFilter::saysWhatStays);
      case Condition.Named named -> false;
      case Condition.AtLeast some -> false;
    };
  }

  @Override
  public String toString() {
    return head.title() + " (" + head.id() + ")";
  }
}
