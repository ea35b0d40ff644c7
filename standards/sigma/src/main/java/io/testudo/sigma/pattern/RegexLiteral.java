package io.testudo.sigma.pattern;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Texts that every match of a regular expression contains, read off the expression without
 * compiling it. Errs towards nothing: alternatives at the top, optional parts, groups, classes
 * within classes, escapes that go on behind their letter and flags that change on the way give
 * none.
 */
final class RegexLiteral {
  /** The letters and digits that a backslash makes a class or a place of, with nothing behind. */
  private static final String SINGLE = "dDwWsSbBAzZntrf";

  private final List<String> runs = new ArrayList<>();
  private final StringBuilder run = new StringBuilder();

  private RegexLiteral() {}

  /** The longest such text, folded; empty where none is sure. */
  static String required(String expression) {
    return longest(inOrder(expression));
  }

  /** The longest of some texts. */
  static String longest(List<String> texts) {
    return texts.stream().max(Comparator.comparingInt(String::length)).orElse("");
  }

  /** All texts, folded, that every match holds one behind the other; none where none is sure. */
  static List<String> inOrder(String expression) {
    return RegexSize.hasInnerFlags(expression) ? List.of() : new RegexLiteral().scan(expression);
  }

  /** Whether a folded text holds all these texts one behind the other. */
  static boolean areIn(String folded, List<String> texts) {
    int from = 0;
    for (int i = 0; i < texts.size(); i++) {
      int at = folded.indexOf(texts.get(i), from);
      if (at < 0) {
        return false;
      }
      from = at + texts.get(i).length();
    }
    return true;
  }

  private List<String> scan(String expression) {
    int depth = 0;
    int i = 0;
    while (i < expression.length()) {
      char c = expression.charAt(i);
      int next = i + 1;
      boolean literal = false;
      switch (c) {
        case '\\' -> {
          if (next < expression.length()) {
            c = expression.charAt(next++);
            literal = c < 0x80 && !Character.isLetterOrDigit(c);
            if (!literal && SINGLE.indexOf(c) < 0) {
              return List.of();
            }
          }
        }
        case '[' -> {
          next = afterClass(expression, i);
          if (expression.lastIndexOf('[', next - 1) > i) {
            return List.of();
          }
        }
        case '(' -> depth++;
        case ')' -> depth--;
        case '{' -> {
          next = afterCounts(expression, i);
          if (next == i + 1) {
            return List.of();
          }
        }
        case '|' -> {
          if (depth == 0) {
            return List.of();
          }
        }
        case '.', '^', '$', '*', '+', '?' -> {}
        default -> literal = !Character.isSurrogate(c);
      }
      if (literal && depth == 0) {
        take(c, next < expression.length() ? expression.charAt(next) : ' ');
      } else {
        close();
      }
      i = next;
    }
    close();
    return depth == 0 ? List.copyOf(runs) : List.of();
  }

  private void take(char c, char following) {
    if (following == '*' || following == '?' || following == '{') {
      close();
      return;
    }
    run.append(Folding.fold(c));
    if (following == '+') {
      close();
    }
  }

  private void close() {
    if (!run.isEmpty()) {
      runs.add(run.toString());
      run.setLength(0);
    }
  }

  /** The place behind {@code {n,m}}; a brace that counts nothing is only a brace. */
  private static int afterCounts(String expression, int open) {
    int i = open + 1;
    while (i < expression.length() && "0123456789,".indexOf(expression.charAt(i)) >= 0) {
      i++;
    }
    return i < expression.length() && expression.charAt(i) == '}' ? i + 1 : open + 1;
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
      if (expression.startsWith("[:", i)) {
        int end = expression.indexOf(":]", i + 2);
        i = end < 0 ? i + 1 : end + 2;
      } else {
        i += expression.charAt(i) == '\\' ? 2 : 1;
      }
    }
    return Math.min(expression.length(), i + 1);
  }
}
