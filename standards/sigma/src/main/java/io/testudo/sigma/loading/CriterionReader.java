package io.testudo.sigma.loading;

import io.testudo.sigma.correlation.Correlation;
import io.testudo.sigma.correlation.Correlation.Type;
import io.testudo.sigma.correlation.Criterion;
import io.testudo.sigma.correlation.Criterion.Bound;
import io.testudo.sigma.correlation.Criterion.Operator;
import io.testudo.sigma.detection.RuleRefusedException;
import io.testudo.sigma.pattern.Quantity;
import io.testudo.sigma.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the condition of a correlation, and refuses those that can never hold. */
final class CriterionReader {
  private static final int MOST_FIELDS = 16;
  private static final int MOST_DIGITS = 40;
  private static final BigDecimal ONE = BigDecimal.ONE;
  private static final BigDecimal MOST_COUNTED = BigDecimal.valueOf(Correlation.MOST_EVENTS);

  private final Type type;
  private final int rules;

  /**
   * @param rules how many rules the correlation refers to
   */
  CriterionReader(Type type, int rules) {
    this.type = type;
    this.rules = rules;
  }

  Criterion read(@Nullable YamlValue value) throws RuleRefusedException {
    boolean temporal = type == Type.TEMPORAL || type == Type.TEMPORAL_ORDERED;
    if (value == null && temporal) {
      return new Criterion(
          List.of(), Criterion.SHARE, List.of(new Bound(Operator.GTE, BigDecimal.valueOf(rules))));
    }
    if (!(value instanceof YamlValue.Fields map)) {
      throw new RuleRefusedException("correlation must have a condition, which is a map");
    }
    List<String> fields = List.of();
    int percentile = Criterion.SHARE;
    var bounds = new ArrayList<Bound>();
    for (Map.Entry<String, YamlValue> entry : map.entries().entrySet()) {
      if (entry.getKey().equals("field")) {
        fields = CorrelationDocument.names("field", entry.getValue(), MOST_FIELDS);
      } else if (entry.getKey().equals("percentile") && type == Type.VALUE_PERCENTILE) {
        percentile = percentile(entry.getValue());
      } else {
        bounds.add(new Bound(operator(entry.getKey()), number(entry)));
      }
    }
    checkFields(fields);
    if (bounds.isEmpty()) {
      throw new RuleRefusedException("condition must have one of gt, gte, lt, lte, eq and neq");
    }
    if (!type.hasField()) {
      for (Bound bound : bounds) {
        checkCount(bound, temporal);
      }
    }
    return new Criterion(fields, percentile, bounds);
  }

  private static Operator operator(String name) throws RuleRefusedException {
    for (Operator operator : Operator.values()) {
      if (operator.written().equals(name)) {
        return operator;
      }
    }
    throw new RuleRefusedException("condition has the key '" + name + "', which is not known");
  }

  private static int percentile(YamlValue value) throws RuleRefusedException {
    String text = value instanceof YamlValue.Numeral number ? number.source() : "";
    if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > 100) {
      throw new RuleRefusedException("percentile must be a whole number of 0 to 100");
    }
    return Integer.parseInt(text);
  }

  private static BigDecimal number(Map.Entry<String, YamlValue> entry) throws RuleRefusedException {
    if (entry.getValue() instanceof YamlValue.Numeral numeral) {
      String source = numeral.source();
      Quantity quantity = Quantity.parse(source);
      if (quantity != null && quantity.exact()) {
        return BigDecimal.valueOf(quantity.whole());
      }
      if (quantity != null) {
        BigDecimal number = new BigDecimal(source);
        if (number.precision() <= MOST_DIGITS && Math.abs(number.scale()) <= MOST_DIGITS) {
          return number;
        }
      }
    }
    throw new RuleRefusedException("condition " + entry.getKey() + " must be a number");
  }

  private void checkFields(List<String> fields) throws RuleRefusedException {
    if (type.hasField() == fields.isEmpty()) {
      throw new RuleRefusedException(
          type.hasField()
              ? "condition must name the field whose values are looked at"
              : "condition names a field, which this type of correlation does not look at");
    }
    if (type.isNumeric() && fields.size() > 1) {
      throw new RuleRefusedException("condition must name one field, whose values are numbers");
    }
  }

  /** A window is looked at where an event is, so that its count is at least one. */
  private void checkCount(Bound bound, boolean temporal) throws RuleRefusedException {
    int toOne = bound.number().compareTo(ONE);
    boolean none =
        switch (bound.operator()) {
          case LT -> toOne <= 0;
          case LTE, EQ -> toOne < 0;
          case GT, GTE, NEQ -> false;
        };
    if (none) {
      throw new RuleRefusedException(
          "condition holds only where there is no event at all, which no event can tell");
    }
    BigDecimal most = temporal ? BigDecimal.valueOf(rules) : MOST_COUNTED;
    boolean tooMany =
        switch (bound.operator()) {
          case GT -> bound.number().compareTo(most) >= 0;
          case GTE, EQ -> bound.number().compareTo(most) > 0;
          case LT, LTE, NEQ -> false;
        };
    if (tooMany) {
      throw new RuleRefusedException(
          temporal
              ? "condition asks for more rules than the correlation refers to"
              : "condition asks for more events than are remembered, which are "
                  + Correlation.MOST_EVENTS);
    }
  }
}
