package io.testudo.sigma.pattern;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Set;

/**
 * A regular expression in RE2/J. A search costs O(expression × text); both factors are bounded, so
 * that no search takes more than {@value #MAX_STEPS} steps of the automaton. A text beyond the
 * bound is searched up to it.
 *
 * <p>Deviation from PCRE: {@code $} without {@code m} is the very end of the text, not also the
 * place before a last line feed.
 */
final class LinearRegex implements RegexPattern {
  private static final long MAX_STEPS = 100_000_000;

  private final String expression;
  private final Pattern pattern;
  private final List<String> required;
  private final int maxText;

  LinearRegex(String expression, Set<Option> options, long unfolded) {
    int flags = 0;
    flags |= options.contains(Option.IGNORE_CASE) ? Pattern.CASE_INSENSITIVE : 0;
    flags |= options.contains(Option.MULTI_LINE) ? Pattern.MULTILINE : 0;
    flags |= options.contains(Option.DOT_ALL) ? Pattern.DOTALL : 0;
    this.expression = expression;
    this.pattern = Pattern.compile(expression, flags);
    this.required = RegexLiteral.inOrder(expression);
    this.maxText = (int) (MAX_STEPS / unfolded);
  }

  @Override
  public Finding find(String text, String folded) {
    if (!RegexLiteral.areIn(folded, required)) {
      return Finding.ABSENT;
    }
    if (text.length() <= maxText) {
      return pattern.matcher(text).find() ? Finding.FOUND : Finding.ABSENT;
    }
    return pattern.matcher(text.substring(0, maxText)).find() ? Finding.FOUND : Finding.CUT_SHORT;
  }

  @Override
  public String requiredText() {
    return RegexLiteral.longest(required);
  }

  @Override
  public boolean isLinear() {
    return true;
  }

  @Override
  public String expression() {
    return expression;
  }
}
