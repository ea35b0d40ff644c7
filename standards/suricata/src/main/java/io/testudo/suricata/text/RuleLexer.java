package io.testudo.suricata.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes one rule apart: a header of seven words, then options in parentheses, each a name with or
 * without a value, ended by a semicolon. A backslash before a semicolon, a quote or a backslash
 * takes away its meaning; groups in brackets may hold blanks.
 *
 * <p>Linear in the rule's length, which is bounded by {@link #MOST_CHARACTERS}.
 */
public final class RuleLexer {

  /** A rule longer than this is refused. */
  public static final int MOST_CHARACTERS = 65_536;

  /** A rule with more options than this is refused. */
  public static final int MOST_OPTIONS = 512;

  private final String rule;
  private int at;

  private RuleLexer(String rule) {
    this.rule = rule;
  }

  /**
   * Takes a rule apart.
   *
   * @throws MalformedRuleException if it is no rule
   */
  public static RuleText read(String rule) throws MalformedRuleException {
    if (rule.length() > MOST_CHARACTERS) {
      throw new MalformedRuleException(
          "rule of " + rule.length() + " characters must not be longer than " + MOST_CHARACTERS);
    }
    return new RuleLexer(rule.strip()).read();
  }

  private RuleText read() throws MalformedRuleException {
    String action = word("action");
    String protocol = word("protocol").toLowerCase(java.util.Locale.ROOT);
    String source = group("source address");
    String sourcePorts = group("source port");
    RuleText.Arrow arrow = RuleText.Arrow.of(word("direction"));
    String destination = group("destination address");
    String destinationPorts = group("destination port");
    skipBlanks();
    if (at >= rule.length() || rule.charAt(at) != '(') {
      throw new MalformedRuleException("options must follow the header in parentheses");
    }
    int close = rule.length() - 1;
    if (close <= at || rule.charAt(close) != ')') {
      throw new MalformedRuleException("options must end with a closing parenthesis");
    }
    at++;
    return new RuleText(
        action,
        protocol,
        source,
        sourcePorts,
        arrow,
        destination,
        destinationPorts,
        options(close));
  }

  private List<RuleOption> options(int close) throws MalformedRuleException {
    List<RuleOption> options = new ArrayList<>();
    while (true) {
      skipBlanks();
      if (at >= close) {
        return options;
      }
      if (options.size() >= MOST_OPTIONS) {
        throw new MalformedRuleException(
            "rule must not have more than " + MOST_OPTIONS + " options");
      }
      options.add(option(close));
    }
  }

  private RuleOption option(int close) throws MalformedRuleException {
    int start = at;
    int colon = -1;
    while (at < close) {
      char c = rule.charAt(at);
      if (c == '\\') {
        at += 2;
      } else if (c == ';') {
        break;
      } else {
        if (c == ':' && colon < 0) {
          colon = at;
        }
        at++;
      }
    }
    if (at >= close) {
      throw new MalformedRuleException(
          "option (" + shortened(rule.substring(start, close)) + ") must end with a semicolon");
    }
    int end = at++;
    String name = rule.substring(start, colon < 0 ? end : colon).strip();
    if (name.isEmpty()) {
      throw new MalformedRuleException("option without a name, at character " + start);
    }
    return new RuleOption(name, colon < 0 ? "" : rule.substring(colon + 1, end).strip());
  }

  private String word(String what) throws MalformedRuleException {
    skipBlanks();
    int start = at;
    while (at < rule.length() && !isBlank(rule.charAt(at)) && rule.charAt(at) != '(') {
      at++;
    }
    if (at == start) {
      throw new MalformedRuleException(what + " is missing in the header");
    }
    return rule.substring(start, at);
  }

  /** A word in which blanks within brackets do not end it. */
  private String group(String what) throws MalformedRuleException {
    skipBlanks();
    int start = at;
    int depth = 0;
    while (at < rule.length() && (depth > 0 || !isBlank(rule.charAt(at)))) {
      char c = rule.charAt(at);
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      if (c == '(' || depth < 0) {
        break;
      }
      at++;
    }
    if (at == start || depth != 0) {
      throw new MalformedRuleException(
          depth == 0 ? what + " is missing in the header" : what + " has unbalanced brackets");
    }
    return rule.substring(start, at).replaceAll("\\s", "");
  }

  private void skipBlanks() {
    while (at < rule.length() && isBlank(rule.charAt(at))) {
      at++;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
