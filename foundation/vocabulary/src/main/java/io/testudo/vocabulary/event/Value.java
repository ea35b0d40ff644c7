package io.testudo.vocabulary.event;

import java.util.List;

/** The value of a log record's field: what JSON can say, typed. */
public sealed interface Value
    permits Value.Text, Value.Whole, Value.Real, Value.Truth, Value.Nothing, Value.Many, Fields {

  /** A string. */
  record Text(String text) implements Value {
    @Override
    public String toString() {
      return text;
    }
  }

  /** A whole number; one beyond 64 bits is kept as {@link Text}. */
  record Whole(long number) implements Value {
    @Override
    public String toString() {
      return Long.toString(number);
    }
  }

  /** A number with a fraction or an exponent; always finite. */
  record Real(double number) implements Value {
    public Real {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("number (" + number + ") of Real must be finite");
      }
    }

    @Override
    public String toString() {
      return Double.toString(number);
    }
  }

  /** True or false. */
  record Truth(boolean holds) implements Value {
    @Override
    public String toString() {
      return Boolean.toString(holds);
    }
  }

  /** JSON's null: the field is there and says nothing. */
  enum Nothing implements Value {
    NOTHING;

    @Override
    public String toString() {
      return "";
    }
  }

  /** A list. */
  record Many(List<Value> values) implements Value {
    public Many {
      values = List.copyOf(values);
    }

    @Override
    public String toString() {
      return values.toString();
    }
  }
}
