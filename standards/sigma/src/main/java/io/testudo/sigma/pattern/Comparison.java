package io.testudo.sigma.pattern;

/** How a number of an event stands to the number of a rule. */
public enum Comparison {
  EQUAL,
  LESS,
  AT_MOST,
  MORE,
  AT_LEAST;

  /** Whether the event's number stands so to the rule's. */
  public boolean holds(Quantity event, Quantity rule) {
    int order = event.compareTo(rule);
    return switch (this) {
      case EQUAL -> order == 0;
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case MORE -> order > 0;
      case AT_LEAST -> order >= 0;
    };
  }

  /** The sign of the comparison. */
  public String sign() {
    return switch (this) {
      case EQUAL -> "=";
      case LESS -> "<";
      case AT_MOST -> "<=";
      case MORE -> ">";
      case AT_LEAST -> ">=";
    };
  }
}
