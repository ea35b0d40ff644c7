package io.testudo.sigma.explanation;

import io.testudo.sigma.FieldValue;
import io.testudo.sigma.detection.ValueTest;
import io.testudo.sigma.pattern.Folding;
import io.testudo.sigma.pattern.Quantity;
import io.testudo.sigma.pattern.RegexPattern;
import io.testudo.sigma.pattern.TextPattern;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tests single values of one event, without any of the shortcuts of a compiled rule. */
final class Tester {
  private final Function<String, List<FieldValue>> fields;
  private boolean cutShort;

  /**
   * @param fields gives the values of a field by the rule's name of it
   */
  Tester(Function<String, List<FieldValue>> fields) {
    this.fields = fields;
  }

  /** Whether a search for a regular expression was cut short since this was asked last. */
  boolean takeCutShort() {
    boolean taken = cutShort;
    cutShort = false;
    return taken;
  }

  /** Whether a value holds; one that is nothing satisfies a test for nothing alone. */
  boolean holds(ValueTest test, FieldValue value) {
    if (value instanceof FieldValue.Nothing) {
      return test instanceof ValueTest.IsNothing;
    }
    String text = value.asText();
    return switch (test) {
      case ValueTest.Like like -> like.pattern().matches(text, Folding.fold(text));
      case ValueTest.Matches matches -> {
        RegexPattern.Finding finding = matches.pattern().find(text, Folding.fold(text));
        cutShort |= finding == RegexPattern.Finding.CUT_SHORT;
        yield finding == RegexPattern.Finding.FOUND;
      }
      case ValueTest.Compares compares -> {
        Quantity number = number(value);
        yield number != null && compares.comparison().holds(number, compares.number());
      }
      case ValueTest.Dates dates -> {
        long part = dates.part().of(text);
        yield part >= 0 && dates.comparison().holds(Quantity.of(part), dates.number());
      }
      case ValueTest.Is is -> Folding.fold(text).equals(Boolean.toString(is.flag()));
      case ValueTest.IsNothing nothing -> false;
      case ValueTest.Within within -> within.range().contains(text);
      case ValueTest.SameAs same -> isSame(same, text);
    };
  }

  private static @Nullable Quantity number(FieldValue value) {
    return switch (value) {
      case FieldValue.Whole whole -> Quantity.of(whole.number());
      case FieldValue.Decimal decimal -> Quantity.of(decimal.number());
      case FieldValue.Text text -> Quantity.parse(text.text());
      case FieldValue.Flag flag -> null;
      case FieldValue.Nothing nothing -> null;
    };
  }

  private boolean isSame(ValueTest.SameAs same, String text) {
    boolean cased = same.letterCase() == TextPattern.LetterCase.SIGNIFICANT;
    String whole = cased ? text : Folding.fold(text);
    for (FieldValue other : fields.apply(same.field())) {
      if (!(other instanceof FieldValue.Nothing)) {
        String part = cased ? other.asText() : Folding.fold(other.asText());
        boolean is =
            switch (same.place()) {
              case WHOLE -> whole.equals(part);
              case START -> whole.startsWith(part);
              case END -> whole.endsWith(part);
              case ANYWHERE -> whole.contains(part);
            };
        if (is) {
          return true;
        }
      }
    }
    return false;
  }
}
