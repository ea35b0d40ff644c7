package io.testudo.suricata.regex;

import io.testudo.suricata.text.MalformedRuleException;
import java.util.ArrayDeque;

/**
 * How many steps an expression may take between two characters it reads: the product of its counted
 * repetitions, summed over its atoms. An upper bound, found without compiling the expression.
 */
final class RegexSize {
  private static final long MOST = 200_000;
  private static final int MOST_NESTING = 100;
  private static final int MOST_COUNT = 65_535;

  private RegexSize() {}

  static long of(String expression) throws MalformedRuleException {
    var outer = new ArrayDeque<Long>();
    long size = 0;
    long atom = 0;
    int i = 0;
    while (i < expression.length()) {
      char c = expression.charAt(i);
      int next = i + 1;
      if (c == '(') {
        if (outer.size() >= MOST_NESTING) {
          throw new MalformedRuleException("pcre must not nest groups deeper than " + MOST_NESTING);
        }
        outer.push(size);
        size = 1;
        atom = 0;
      } else if (c == ')') {
        atom = size;
        size += outer.isEmpty() ? 0 : outer.pop();
      } else if (c == '{' && count(expression, i) > 0) {
        long times = count(expression, i);
        size += atom * (times - 1);
        atom *= times;
        next = expression.indexOf('}', i) + 1;
      } else {
        next = c == '\\' ? i + 2 : c == '[' ? afterClass(expression, i) : next;
        size++;
        atom = c == '*' || c == '+' || c == '?' ? atom + 1 : 1;
      }
      if (size > MOST) {
        throw new MalformedRuleException("pcre must not unfold to more than " + MOST + " steps");
      }
      i = next;
    }
    return Math.max(1, size);
  }

  /** The higher count of a repetition, or -1 if the brace opens none. */
  private static long count(String expression, int open) throws MalformedRuleException {
    int close = expression.indexOf('}', open);
    if (close < 0) {
      return -1;
    }
    long highest = -1;
    for (String part : expression.substring(open + 1, close).split(",", -1)) {
      if (!part.isEmpty()) {
        if (!part.chars().allMatch(d -> d >= '0' && d <= '9')) {
          return -1;
        }
        long count = part.length() > 6 ? Long.MAX_VALUE : Long.parseLong(part);
        if (count > MOST_COUNT) {
          throw new MalformedRuleException(
              "pcre must not repeat more than " + MOST_COUNT + " times");
        }
        highest = Math.max(highest, Math.max(1, count));
      }
    }
    return highest;
  }

  private static int afterClass(String expression, int open) {
    int i = open + 1;
    i += i < expression.length() && expression.charAt(i) == '^' ? 1 : 0;
    i += i < expression.length() && expression.charAt(i) == ']' ? 1 : 0;
    while (i < expression.length() && expression.charAt(i) != ']') {
      i += expression.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }
}
