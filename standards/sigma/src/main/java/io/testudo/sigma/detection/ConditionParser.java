package io.testudo.sigma.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Parses a condition by recursive descent.
 *
 * <pre>
 * or       := and ("or" and)*
 * and      := not ("and" not)*
 * not      := "not"* primary
 * primary  := "(" or ")" | quantity "of" ("them" | pattern) | name
 * quantity := "all" | "any" | number
 * </pre>
 *
 * <p>Bounds: {@value #MAX_LENGTH} characters, {@value #MAX_NESTING} brackets deep, {@value
 * #MAX_REFERENCES} references to searches after the patterns are resolved.
 */
final class ConditionParser {
  private static final int MAX_LENGTH = 16_384;
  private static final int MAX_NESTING = 64;
  private static final int MAX_REFERENCES = 10_000;

  private final List<String> names;
  private final List<String> tokens;
  private int position;
  private int nesting;
  private int references;

  private ConditionParser(List<String> names, List<String> tokens) {
    this.names = names;
    this.tokens = tokens;
  }

  /** Parses a condition over searches of these names. */
  static Condition parse(String text, List<String> names) throws RuleRefusedException {
    if (text.length() > MAX_LENGTH) {
      throw new RuleRefusedException(
          "condition of " + text.length() + " characters must not be longer than " + MAX_LENGTH);
    }
    if (text.indexOf('|') >= 0) {
      throw new RuleRefusedException(
          "condition uses an aggregation of Sigma 1 ('| count()', '| near' …), which is not honoured");
    }
    var parser = new ConditionParser(names, tokens(text));
    Condition condition = parser.or();
    if (parser.position < parser.tokens.size()) {
      throw new RuleRefusedException(
          "condition has unexpected '" + parser.tokens.get(parser.position) + "'");
    }
    return condition;
  }

  private static List<String> tokens(String text) {
    var tokens = new ArrayList<String>();
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? ' ' : text.charAt(i);
      boolean bracket = c == '(' || c == ')';
      if (bracket || Character.isWhitespace(c)) {
        if (start >= 0) {
          tokens.add(text.substring(start, i));
          start = -1;
        }
        if (bracket) {
          tokens.add(String.valueOf(c));
        }
      } else if (start < 0) {
        start = i;
      }
    }
    return tokens;
  }

  private Condition or() throws RuleRefusedException {
    var parts = new ArrayList<Condition>();
    do {
      parts.add(and());
    } while (take("or"));
    return parts.size() == 1 ? parts.getFirst() : new Condition.Or(parts);
  }

  private Condition and() throws RuleRefusedException {
    var parts = new ArrayList<Condition>();
    do {
      parts.add(not());
    } while (take("and"));
    return parts.size() == 1 ? parts.getFirst() : new Condition.And(parts);
  }

  private Condition not() throws RuleRefusedException {
    boolean negated = false;
    while (take("not")) {
      negated = !negated;
    }
    Condition part = primary();
    return negated ? new Condition.Not(part) : part;
  }

  private Condition primary() throws RuleRefusedException {
    String token = next();
    if (token.equals("(")) {
      if (++nesting > MAX_NESTING) {
        throw new RuleRefusedException("condition must not nest deeper than " + MAX_NESTING);
      }
      Condition inner = or();
      if (!take(")")) {
        throw new RuleRefusedException("condition lacks a closing bracket");
      }
      nesting--;
      return inner;
    }
    if (position < tokens.size() && tokens.get(position).equalsIgnoreCase("of")) {
      position++;
      return quantified(token, next());
    }
    int search = names.indexOf(token);
    if (search < 0) {
      throw new RuleRefusedException("condition names '" + token + "', which is no search");
    }
    count(1);
    return new Condition.Named(search);
  }

  private Condition quantified(String quantity, String pattern) throws RuleRefusedException {
    var searches = new ArrayList<Integer>();
    for (int i = 0; i < names.size(); i++) {
      boolean meant =
          pattern.equalsIgnoreCase("them")
              ? !names.get(i).startsWith("_")
              : isLike(names.get(i), pattern);
      if (meant) {
        searches.add(i);
      }
    }
    if (searches.isEmpty()) {
      throw new RuleRefusedException("condition says 'of " + pattern + "', which fits no search");
    }
    count(searches.size());
    return new Condition.AtLeast(atLeast(quantity, searches.size()), searches);
  }

  private static int atLeast(String quantity, int all) throws RuleRefusedException {
    return switch (quantity.toLowerCase(Locale.ROOT)) {
      case "all" -> all;
      case "any" -> 1;
      default -> {
        if (!quantity.matches("[1-9][0-9]{0,3}")) {
          throw new RuleRefusedException(
              "condition counts with '" + quantity + "'; it must be all, any or a number");
        }
        yield Integer.parseInt(quantity);
      }
    };
  }

  /** Whether a name fits a pattern in which {@code *} is any run of characters. */
  private static boolean isLike(String name, String pattern) {
    int star = -1;
    int resume = 0;
    int n = 0;
    int p = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private void count(int added) throws RuleRefusedException {
    references += added;
    if (references > MAX_REFERENCES) {
      throw new RuleRefusedException(
          "condition must not refer to searches more than " + MAX_REFERENCES + " times");
    }
  }

  private boolean take(String token) {
    boolean there = position < tokens.size() && tokens.get(position).equalsIgnoreCase(token);
    position += there ? 1 : 0;
    return there;
  }

  private String next() throws RuleRefusedException {
    if (position >= tokens.size()) {
      throw new RuleRefusedException("condition ends too early");
    }
    return tokens.get(position++);
  }
}
