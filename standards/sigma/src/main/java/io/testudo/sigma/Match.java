package io.testudo.sigma;

import java.util.List;
import java.util.Map;

/**
 * A rule that holds for an event, and why.
 *
 * @param rule the rule
 * @param logSource the kind of log that the event was taken for
 * @param searches the rule's searches that hold and that its condition asks for
 * @param evidence what satisfied them
 * @param asked per field that correlations ask of the rule's events, under the rule's name of it,
 *     its values in one text; without those that are absent
 */
public record Match(
    SigmaRule rule,
    LogSource logSource,
    List<String> searches,
    List<Evidence> evidence,
    Map<String, String> asked) {

  public Match {
    searches = List.copyOf(searches);
    evidence = List.copyOf(evidence);
    asked = Map.copyOf(asked);
  }

  /**
   * A value that satisfied a rule.
   *
   * @param search the search of the rule
   * @param field the field as the rule names it, empty for a keyword
   * @param value the event's value, cut to 512 characters
   * @param wanted the rule's value
   */
  public record Evidence(String search, String field, String value, String wanted) {
    private static final int MAX_VALUE = 512;

    public Evidence {
      value = value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) + "…" : value;
    }
  }
}
