package io.testudo.sigma.candidate;

import io.testudo.sigma.pattern.FoldedBytes;
import io.testudo.sigma.pattern.TextPattern;
import java.util.HashMap;
import java.util.Map;

/**
 * The clues of many rules about one field. Rules are marked by their numbers.
 *
 * <p>Texts beyond ASCII are kept apart, since a value of ASCII alone cannot show them.
 */
public final class FieldClues {
  private final Map<TextPattern.Part, Literal> texts = new HashMap<>();
  private final Map<Double, Literal> numbers = new HashMap<>();
  private final Literal there = new Literal("", false);
  private final TextClues plain = new TextClues();
  private final TextClues foreign = new TextClues();

  /** Adds a rule's clue. */
  public void add(Clue clue, int rule) {
    switch (clue) {
      case Clue.There any -> there.addRule(rule);
      case Clue.Counts counts ->
          numbers.computeIfAbsent(counts.number(), key -> new Literal("", false)).addRule(rule);
      case Clue.Shows shows -> texts.computeIfAbsent(shows.part(), this::file).addRule(rule);
    }
  }

  private Literal file(TextPattern.Part part) {
    boolean whole = part.place() == TextPattern.Part.Place.WHOLE;
    Literal literal = new Literal(part.text(), whole);
    TextClues clues = literal.text().isAscii() ? plain : foreign;
    switch (part.place()) {
      case WHOLE -> clues.addWhole(literal);
      case START -> clues.addStart(literal);
      case END -> clues.addEnd(literal);
      case INSIDE -> clues.addInside(literal);
    }
    return literal;
  }

  /** Files the clues; to be called when all are added, before any is looked for. */
  public void settle() {
    plain.settle();
    foreign.settle();
    texts.clear();
  }

  /** Whether numbers are looked for. */
  public boolean wantsNumbers() {
    return !numbers.isEmpty();
  }

  /** Whether texts are looked for. */
  public boolean wantsTexts() {
    return !plain.isEmpty() || !foreign.isEmpty();
  }

  /** Marks the rules that want the field to be there. */
  public void markThere(long[] marked) {
    there.mark(marked);
  }

  /** Marks the rules that want a number. */
  public void mark(double number, long[] marked) {
    Literal rules = numbers.get(number);
    if (rules != null) {
      rules.mark(marked);
    }
  }

  /** Marks the rules that want a text which a value shows. */
  public void mark(FoldedBytes value, long[] marked) {
    plain.mark(value, marked);
    if (!value.isAscii()) {
      foreign.mark(value, marked);
    }
  }
}
