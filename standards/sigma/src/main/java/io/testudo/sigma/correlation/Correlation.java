package io.testudo.sigma.correlation;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The correlation section of a rule.
 *
 * @param type what is counted or compared
 * @param rules the ids of the rules whose matches it takes, in the order of the file
 * @param aliases per alias and id of a rule, the field of that rule's events which it stands for
 * @param groupBy fields and aliases; events with the same values in all of them belong together
 * @param timespan how much time the events may lie apart: less than this
 * @param condition what must hold of the events within the time span
 * @param generates whether the rules that it takes are to be told on their own too
 */
public record Correlation(
    Type type,
    List<String> rules,
    Map<String, Map<String, String>> aliases,
    List<String> groupBy,
    Duration timespan,
    Criterion condition,
    boolean generates) {

  /** How many events of one group are remembered at most; no condition may ask for more. */
  public static final int MOST_EVENTS = 50_000;

  /** How many rules one may refer to. */
  public static final int MOST_RULES = 64;

  public Correlation {
    rules = List.copyOf(rules);
    aliases = Map.copyOf(aliases);
    groupBy = List.copyOf(groupBy);
  }

  /** What is counted or compared. */
  public enum Type {
    EVENT_COUNT,
    VALUE_COUNT,
    VALUE_SUM,
    VALUE_AVG,
    VALUE_PERCENTILE,
    TEMPORAL,
    TEMPORAL_ORDERED;

    /** Whether it looks at values of a field. */
    public boolean hasField() {
      return switch (this) {
        case VALUE_COUNT, VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE -> true;
        case EVENT_COUNT, TEMPORAL, TEMPORAL_ORDERED -> false;
      };
    }

    /** Whether the values must be numbers. */
    public boolean isNumeric() {
      return this == VALUE_SUM || this == VALUE_AVG;
    }

    /** Whether one more event never makes what is counted smaller. */
    boolean onlyGrows() {
      return switch (this) {
        case EVENT_COUNT, VALUE_COUNT, TEMPORAL, TEMPORAL_ORDERED -> true;
        case VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE -> false;
      };
    }
  }

  /**
   * Whether a window of which the condition holds once goes on to fulfil it whatever else comes to
   * light, so that it can be told at once; otherwise all of its events must be there first.
   */
  public boolean isSureAtOnce() {
    return type.onlyGrows()
        && condition.bounds().stream()
            .allMatch(
                bound ->
                    bound.operator() == Criterion.Operator.GT
                        || bound.operator() == Criterion.Operator.GTE);
  }

  /** The field that an alias or field of this correlation means in the events of a rule. */
  public String fieldOf(String name, String rule) {
    Map<String, String> perRule = aliases.get(name);
    return perRule == null ? name : perRule.getOrDefault(rule, name);
  }
}
