package io.testudo.suricata.regex;

import java.util.Map;

/**
 * Writes a Perl-compatible expression in the syntax of {@code java.util.regex}: brackets and
 * ampersands within a class are plain there, named classes have other names, named groups begin
 * with {@code (?P<}, and a brace that opens no repetition is plain.
 */
final class PerlSyntax {
  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("alpha", "a-zA-Z"),
          Map.entry("digit", "0-9"),
          Map.entry("alnum", "a-zA-Z0-9"),
          Map.entry("upper", "A-Z"),
          Map.entry("lower", "a-z"),
          Map.entry("xdigit", "0-9a-fA-F"),
          Map.entry("space", " \\t\\n\\x0B\\f\\r"),
          Map.entry("blank", " \\t"),
          Map.entry("punct", "!-/:-@\\[-`{-~"),
          Map.entry("print", " -~"),
          Map.entry("graph", "!-~"),
          Map.entry("cntrl", "\\x00-\\x1F\\x7F"),
          Map.entry("word", "\\w"));

  private final String perl;
  private final StringBuilder java = new StringBuilder();
  private int at;

  private PerlSyntax(String perl) {
    this.perl = perl;
  }

  static String toJava(String perl) {
    return new PerlSyntax(perl).translate();
  }

  private String translate() {
    while (at < perl.length()) {
      char c = perl.charAt(at);
      if (c == '\\' && at + 1 < perl.length()) {
        escape();
      } else if (c == '[') {
        characterClass();
      } else if (perl.startsWith("(?P<", at)) {
        java.append("(?<");
        at += 4;
      } else if (c == '{' && !opensRepetition()) {
        java.append("\\{");
        at++;
      } else {
        java.append(c);
        at++;
      }
    }
    return java.toString();
  }

  private boolean opensRepetition() {
    int close = perl.indexOf('}', at);
    if (close < 0 || close == at + 1) {
      return false;
    }
    String counts = perl.substring(at + 1, close);
    return Character.isDigit(counts.charAt(0))
        && counts.chars().allMatch(d -> d == ',' || (d >= '0' && d <= '9'));
  }

  /** Java knows no escape of letters that mean nothing; Perl takes them for the letter. */
  private void escape() {
    char c = perl.charAt(at + 1);
    boolean plain = Character.isLetter(c) && "nrtfaedDsSwWbBAzZGxcQEhHvVRkNpPuU".indexOf(c) < 0;
    if (plain) {
      java.append(c);
    } else if (c == 'u' || c == 'U' || c == 'Q' || c == 'E') {
      java.append(c);
    } else {
      java.append('\\').append(c);
    }
    at += 2;
  }

  private void characterClass() {
    java.append('[');
    at++;
    if (at < perl.length() && perl.charAt(at) == '^') {
      java.append('^');
      at++;
    }
    boolean first = true;
    while (at < perl.length() && (first || perl.charAt(at) != ']')) {
      char c = perl.charAt(at);
      if (c == '\\' && at + 1 < perl.length()) {
        escape();
      } else if (perl.startsWith("[:", at) && perl.indexOf(":]", at) > 0) {
        int close = perl.indexOf(":]", at);
        java.append(CLASSES.getOrDefault(perl.substring(at + 2, close), ""));
        at = close + 2;
      } else {
        if (c == '[' || c == '&' || c == ']') {
          java.append('\\');
        }
        java.append(c);
        at++;
      }
      first = false;
    }
    java.append(']');
    at++;
  }
}
