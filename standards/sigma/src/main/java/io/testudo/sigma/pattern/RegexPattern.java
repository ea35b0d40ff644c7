package io.testudo.sigma.pattern;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A regular expression from a rule, whose author is not trusted with time or memory.
 *
 * <p>Strategy: RE2/J runs it in time linear in the text. What RE2 cannot express (look-around, back
 * references, possessive and atomic groups) runs in {@code java.util.regex} with a budget of
 * character reads and without groups deeper than the stack; a search that exhausts its budget is
 * {@link Finding#CUT_SHORT}, which is no match and is counted. Both engines take only patterns of
 * at most {@value #MAX_LENGTH} characters whose repetitions unfold to a bounded size.
 */
public sealed interface RegexPattern permits LinearRegex, BudgetedRegex {
  /** No expression may be longer than this many characters. */
  int MAX_LENGTH = 4_096;

  /** Quoting and comments, which would hide the size of an expression from its reader. */
  Pattern OUTSIDE = Pattern.compile("\\\\Q|\\(\\?[a-zA-Z]*-?[a-zA-Z]*x");

  /** The sub-modifiers of {@code re}. */
  enum Option {
    IGNORE_CASE,
    MULTI_LINE,
    DOT_ALL
  }

  /** What a search ended with. */
  enum Finding {
    FOUND,
    ABSENT,
    /** Nothing was found before the search had used what it may use. */
    CUT_SHORT
  }

  /** Looks for the expression anywhere in the text. */
  Finding find(String text, String folded);

  /** A text that the folded form of every text holds in which it is found; empty where none is. */
  String requiredText();

  /** Whether the search runs in time linear in the text. */
  boolean isLinear();

  /** The expression as the rule gives it. */
  String expression();

  /** Compiles an expression for the better of the two engines. */
  static RegexPattern compile(String expression, Set<Option> options)
      throws PatternRefusedException {
    if (expression.length() > MAX_LENGTH) {
      throw new PatternRefusedException(
          "regular expression of "
              + expression.length()
              + " characters must not be longer than "
              + MAX_LENGTH);
    }
    if (OUTSIDE.matcher(expression).find()) {
      throw new PatternRefusedException("regular expression must not use \\Q or the flag x");
    }
    long unfolded = RegexSize.unfolded(expression);
    try {
      return new LinearRegex(expression, options, unfolded);
    } catch (com.google.re2j.PatternSyntaxException e) {
      return new BudgetedRegex(expression, options, unfolded);
    }
  }
}
