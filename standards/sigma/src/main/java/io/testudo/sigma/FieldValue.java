package io.testudo.sigma;

/** One value of one field of an event, with the type its source gave it. */
public sealed interface FieldValue {

  /** The value as a rule's patterns read it; empty for {@link Nothing}. */
  String asText();

  /** A string. */
  record Text(String text) implements FieldValue {
    @Override
    public String asText() {
      return text;
    }
  }

  /** An integer. */
  record Whole(long number) implements FieldValue {
    @Override
    public String asText() {
      return Long.toString(number);
    }
  }

  /** A number with a fraction. */
  record Decimal(double number) implements FieldValue {
    @Override
    public String asText() {
      return Double.toString(number);
    }
  }

  /** A truth value. */
  record Flag(boolean flag) implements FieldValue {
    @Override
    public String asText() {
      return Boolean.toString(flag);
    }
  }

  /** A field that is present and holds no value (JSON {@code null}). */
  record Nothing() implements FieldValue {
    @Override
    public String asText() {
      return "";
    }
  }
}
