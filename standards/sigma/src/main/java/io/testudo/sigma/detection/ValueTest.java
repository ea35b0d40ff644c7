package io.testudo.sigma.detection;

import io.testudo.sigma.pattern.Comparison;
import io.testudo.sigma.pattern.DatePart;
import io.testudo.sigma.pattern.IpRange;
import io.testudo.sigma.pattern.Quantity;
import io.testudo.sigma.pattern.RegexPattern;
import io.testudo.sigma.pattern.TextPattern;

/** One test of one value. */
public sealed interface ValueTest {

  /** The value as the rule gives it, for explanations. */
  String shown();

  /** The value is an instance of a pattern. */
  record Like(TextPattern pattern, String shown) implements ValueTest {}

  /** A regular expression occurs in the value. */
  record Matches(RegexPattern pattern) implements ValueTest {
    @Override
    public String shown() {
      return pattern.expression();
    }
  }

  /** The value stands so to a number. */
  record Compares(Comparison comparison, Quantity number, String written) implements ValueTest {
    @Override
    public String shown() {
      return comparison == Comparison.EQUAL ? written : comparison.sign() + " " + written;
    }
  }

  /** A part of the date that the value is stands so to a number. */
  record Dates(DatePart part, Comparison comparison, Quantity number) implements ValueTest {
    @Override
    public String shown() {
      return part + " " + comparison.sign() + " " + number.whole();
    }
  }

  /** The value is this truth value. */
  record Is(boolean flag) implements ValueTest {
    @Override
    public String shown() {
      return Boolean.toString(flag);
    }
  }

  /** The field is absent or holds nothing. */
  record IsNothing() implements ValueTest {
    @Override
    public String shown() {
      return "null";
    }
  }

  /** The value is an address of a range. */
  record Within(IpRange range, String shown) implements ValueTest {}

  /** The value stands so to a value of another field of the same event. */
  record SameAs(String field, Place place, TextPattern.LetterCase letterCase) implements ValueTest {
    @Override
    public String shown() {
      return "field " + field;
    }
  }

  /** Where in a value another one is looked for. */
  enum Place {
    WHOLE,
    START,
    END,
    ANYWHERE
  }
}
