package io.testudo.sigma.pattern;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression in {@code java.util.regex}, for what RE2 cannot express.
 *
 * <p>The engine backtracks, and it reads a character for every step it takes; the text therefore
 * counts its own readings and ends the search after {@value #MAX_STEPS} divided by the expression's
 * unfolded size, which bounds what may happen between two readings. Recursion is bounded by the
 * catch of the stack's end.
 */
final class BudgetedRegex implements RegexPattern {
  private static final long MAX_STEPS = 20_000_000;

  private final String expression;
  private final Pattern pattern;
  private final List<String> required;
  private final int maxReads;

  BudgetedRegex(String expression, Set<Option> options, long unfolded)
      throws PatternRefusedException {
    int flags = 0;
    flags |= options.contains(Option.IGNORE_CASE) ? Pattern.CASE_INSENSITIVE : 0;
    flags |= options.contains(Option.MULTI_LINE) ? Pattern.MULTILINE : 0;
    flags |= options.contains(Option.DOT_ALL) ? Pattern.DOTALL : 0;
    this.expression = expression;
    this.required = RegexLiteral.inOrder(expression);
    this.maxReads = (int) (MAX_STEPS / unfolded);
    try {
      this.pattern = Pattern.compile(expression, flags);
    } catch (PatternSyntaxException e) {
      throw new PatternRefusedException(
          "regular expression is malformed near index " + e.getIndex() + ": " + e.getDescription());
    } catch (StackOverflowError | IllegalArgumentException e) {
      throw new PatternRefusedException("regular expression is too deeply nested or malformed");
    }
  }

  @Override
  public Finding find(String text, String folded) {
    if (!RegexLiteral.areIn(folded, required)) {
      return Finding.ABSENT;
    }
    try {
      return pattern.matcher(new CountedText(text, maxReads)).find()
          ? Finding.FOUND
          : Finding.ABSENT;
    } catch (ExhaustedException | StackOverflowError e) {
      return Finding.CUT_SHORT;
    }
  }

  @Override
  public String requiredText() {
    return RegexLiteral.longest(required);
  }

  @Override
  public boolean isLinear() {
    return false;
  }

  @Override
  public String expression() {
    return expression;
  }

  /** The reads of a search are used up. */
  private static final class ExhaustedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExhaustedException() {
      super("exhausted", null, false, false);
    }
  }

  private static final class CountedText implements CharSequence {
    private final String text;
    private int readsLeft;

    CountedText(String text, int reads) {
      this.text = text;
      this.readsLeft = reads;
    }

    @Override
    public char charAt(int index) {
      if (--readsLeft < 0) {
        throw new ExhaustedException();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
