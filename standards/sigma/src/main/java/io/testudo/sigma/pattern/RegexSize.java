package io.testudo.sigma.pattern;

import java.util.ArrayDeque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size a regular expression unfolds to when its counted repetitions are written out, computed
 * without compiling it: {@code (a{100}){100}} is ten thousand. An upper bound, never too small.
 */
final class RegexSize {
  private static final long MAX_UNFOLDED = 5_000;
  private static final int MAX_NESTING = 100;

  private static final Pattern FLAGS = Pattern.compile("\\(\\?[a-zA-Z-]*\\)");

  private RegexSize() {}

  /** Whether flags change behind the start; a quantifier behind them is one of what is before. */
  static boolean hasInnerFlags(String expression) {
    Matcher flags = FLAGS.matcher(expression);
    return flags.find() && (flags.start() > 0 || flags.find());
  }

  /** The size, where it is within the bounds. */
  static long unfolded(String expression) throws PatternRefusedException {
    var outer = new ArrayDeque<Long>();
    long size = 0;
    long atom = 0;
    int i = 0;
    while (i < expression.length()) {
      char c = expression.charAt(i);
      int next = i + 1;
      switch (c) {
        case '\\' -> {
          next = Math.min(expression.length(), i + 2);
          size += 1;
          atom = 1;
        }
        case '[' -> {
          next = afterClass(expression, i);
          size += 1;
          atom = 1;
        }
        case '(' -> {
          Matcher flags = FLAGS.matcher(expression).region(i, expression.length());
          if (flags.lookingAt()) {
            next = flags.end();
            break;
          }
          if (outer.size() >= MAX_NESTING) {
            throw new PatternRefusedException(
                "regular expression must not nest groups deeper than " + MAX_NESTING);
          }
          outer.push(size);
          size = 1;
          atom = 0;
        }
        case ')' -> {
          atom = size;
          size += outer.isEmpty() ? 0 : outer.pop();
        }
        case '{' -> {
          int close = expression.indexOf('}', i);
          long times = close < 0 ? -1 : repetitions(expression.substring(i + 1, close));
          if (times > 0) {
            size += atom * (times - 1);
            atom *= times;
            next = close + 1;
          } else {
            size += 1;
            atom = 1;
          }
        }
        default -> {
          size += 1;
          atom = c == '*' || c == '+' || c == '?' ? atom + 1 : 1;
        }
      }
      if (size > MAX_UNFOLDED) {
        throw new PatternRefusedException(
            "regular expression must not unfold to more than " + MAX_UNFOLDED + " steps");
      }
      i = next;
    }
    return Math.max(1, size);
  }

  /** The higher count of {@code n}, {@code n,} or {@code n,m}; -1 where it is none of these. */
  private static long repetitions(String counts) {
    long highest = -1;
    for (String count : counts.split(",", -1)) {
      if (count.isEmpty()) {
        continue;
      }
      if (count.length() > 9 || !count.chars().allMatch(d -> d >= '0' && d <= '9')) {
        return count.length() > 9 ? Integer.MAX_VALUE : -1;
      }
      highest = Math.max(highest, Math.max(1, Long.parseLong(count)));
    }
    return highest;
  }

  private static int afterClass(String expression, int open) {
    int i = open + 1;
    if (i < expression.length() && expression.charAt(i) == '^') {
      i++;
    }
    if (i < expression.length() && expression.charAt(i) == ']') {
      i++;
    }
    while (i < expression.length() && expression.charAt(i) != ']') {
      i += expression.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(expression.length(), i + 1);
  }
}
