package io.testudo.sigma.correlation;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The condition of a correlation.
 *
 * @param fields whose values are looked at, together; none where events are counted
 * @param percentile which percentile of the values is compared; {@link #SHARE} where it is the
 *     share in percent that the event's own value has of all
 * @param bounds what must hold, all of it
 */
public record Criterion(List<String> fields, int percentile, List<Bound> bounds) {

  /** In place of a percentile. */
  public static final int SHARE = -1;

  public Criterion {
    fields = List.copyOf(fields);
    bounds = List.copyOf(bounds);
  }

  /** A comparison with a number of the rule. */
  public record Bound(Operator operator, BigDecimal number) {
    boolean holds(BigDecimal value) {
      int order = value.compareTo(number);
      return switch (operator) {
        case GT -> order > 0;
        case GTE -> order >= 0;
        case LT -> order < 0;
        case LTE -> order <= 0;
        case EQ -> order == 0;
        case NEQ -> order != 0;
      };
    }
  }

  /** How two numbers are compared, by Sigma's names. */
  public enum Operator {
    GT,
    GTE,
    LT,
    LTE,
    EQ,
    NEQ;

    /** Sigma's name. */
    public String written() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether all comparisons hold. */
  boolean holds(BigDecimal value) {
    for (int i = 0; i < bounds.size(); i++) {
      if (!bounds.get(i).holds(value)) {
        return false;
      }
    }
    return true;
  }

  /** Whether all comparisons hold of a quotient, which is not rounded. */
  boolean holdsOfQuotient(BigDecimal dividend, int divisor) {
    BigDecimal by = BigDecimal.valueOf(divisor);
    for (int i = 0; i < bounds.size(); i++) {
      Bound bound = bounds.get(i);
      if (!new Bound(bound.operator(), bound.number().multiply(by)).holds(dividend)) {
        return false;
      }
    }
    return true;
  }

  /** The comparisons, for people. */
  @Override
  public String toString() {
    return bounds.stream()
        .map(bound -> bound.operator().written() + " " + bound.number().toPlainString())
        .collect(Collectors.joining(" and "));
  }
}
