package io.testudo.sigma.candidate;

import io.testudo.sigma.pattern.FoldedBytes;
import java.util.Arrays;

/** A text that rules look for, and those rules. */
final class Literal {
  private final FoldedBytes text;
  private final boolean whole;
  private int[] rules = new int[1];
  private int count;

  /**
   * A literal.
   *
   * @param whole whether it must be the whole of a value
   */
  Literal(String text, boolean whole) {
    this.text = FoldedBytes.of(text);
    this.whole = whole;
  }

  FoldedBytes text() {
    return text;
  }

  int length() {
    return text.length();
  }

  /** Adds a rule that looks for it. */
  void addRule(int rule) {
    if (count > 0 && rules[count - 1] == rule) {
      return;
    }
    if (count == rules.length) {
      rules = Arrays.copyOf(rules, 2 * count);
    }
    rules[count++] = rule;
  }

  /** Marks the rules where a value shows the text at a place. */
  void markIfAt(int from, FoldedBytes value, long[] marked) {
    if ((!whole || text.length() == value.length()) && value.same(from, text)) {
      mark(marked);
    }
  }

  /** Marks the rules. */
  void mark(long[] marked) {
    for (int i = 0; i < count; i++) {
      marked[rules[i] >>> 6] |= 1L << rules[i];
    }
  }
}
