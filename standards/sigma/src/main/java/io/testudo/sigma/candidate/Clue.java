package io.testudo.sigma.candidate;

import io.testudo.sigma.pattern.TextPattern;

/** What one field of an event may show, and what can be found for many rules at once. */
public sealed interface Clue {

  /** The name of the field that stands for all texts of an event; no rule can name it. */
  String EVERYTHING = "";

  /** The field, {@link #EVERYTHING} for the whole event. */
  String field();

  /** A value, folded, shows a text at a place. */
  record Shows(String field, TextPattern.Part part) implements Clue {}

  /** A value is a number, with {@code 3.0} and {@code 0x3} the same as {@code 3}. */
  record Counts(String field, double number) implements Clue {}

  /** The field is there. */
  record There(String field) implements Clue {}
}
