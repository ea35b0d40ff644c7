package io.testudo.suricata.text;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A condition on a number as rules write it: {@code 5}, {@code !5}, {@code >5}, {@code 5-9} … */
public final class Numbers {

  private static final Pattern RANGE =
      Pattern.compile("(!?)\\s*([0-9A-Za-z_]+)\\s*(?:<>|-)\\s*([0-9A-Za-z_]+)");
  private static final Pattern ONE = Pattern.compile("(!|>=|<=|!=|>|<|=)?\\s*([0-9A-Za-z_.-]+)");

  private final long low;
  private final long high;
  private final boolean negated;
  private final String written;
  private final java.util.Set<Long> members;

  private Numbers(long low, long high, boolean negated, String written) {
    this(low, high, negated, written, java.util.Set.of());
  }

  private Numbers(
      long low, long high, boolean negated, String written, java.util.Set<Long> members) {
    this.members = java.util.Set.copyOf(members);
    this.low = low;
    this.high = high;
    this.negated = negated;
    this.written = written;
  }

  /** Whether a number satisfies the condition. */
  public boolean test(long number) {
    boolean holds = number >= low && number <= high;
    return (holds && (members.isEmpty() || members.contains(number))) != negated;
  }

  /** Reads a condition whose numbers are decimal or, behind {@code 0x}, hexadecimal. */
  public static Numbers parse(String text) throws MalformedRuleException {
    return parse(text, Map.of(), false);
  }

  /** As {@link #parse(String)}, where {@code a-b} holds both its ends. */
  public static Numbers parseInclusive(String text) throws MalformedRuleException {
    return parse(text, Map.of(), true);
  }

  /**
   * Reads a condition.
   *
   * @param names numbers that have a name, in lower case
   * @param inclusive whether a range holds both its ends
   */
  public static Numbers parse(String text, Map<String, Long> names, boolean inclusive)
      throws MalformedRuleException {
    String bare = RuleOption.unquoted(text);
    if (!names.containsKey(bare.toLowerCase(java.util.Locale.ROOT))) {
      Matcher range = RANGE.matcher(bare);
      if (range.matches()) {
        int inset = inclusive ? 0 : 1;
        return new Numbers(
            number(range.group(2), names) + inset,
            number(range.group(3), names) - inset,
            !range.group(1).isEmpty(),
            bare);
      }
    }
    Matcher one = ONE.matcher(bare);
    if (!one.matches()) {
      throw new MalformedRuleException("number condition (" + bare + ") is not understood");
    }
    long value = number(one.group(2), names);
    String sign = one.group(1);
    return switch (sign == null ? "=" : sign) {
      case ">" -> new Numbers(value + 1, Long.MAX_VALUE, false, bare);
      case ">=" -> new Numbers(value, Long.MAX_VALUE, false, bare);
      case "<" -> new Numbers(Long.MIN_VALUE, value - 1, false, bare);
      case "<=" -> new Numbers(Long.MIN_VALUE, value, false, bare);
      case "!", "!=" -> new Numbers(value, value, true, bare);
      default -> new Numbers(value, value, false, bare);
    };
  }

  private static long number(String text, Map<String, Long> names) throws MalformedRuleException {
    Long named = names.get(text.toLowerCase(java.util.Locale.ROOT));
    return named == null ? number(text) : named;
  }

  /** Any of several numbers, separated by commas. */
  public static Numbers parseAny(String list) throws MalformedRuleException {
    java.util.Set<Long> members = new java.util.HashSet<>();
    long low = Long.MAX_VALUE;
    long high = Long.MIN_VALUE;
    for (String part : list.split(",")) {
      long number = number(part);
      members.add(number);
      low = Math.min(low, number);
      high = Math.max(high, number);
    }
    return new Numbers(low, high, false, list, members);
  }

  /** Reads one number, decimal or hexadecimal. */
  public static long number(String text) throws MalformedRuleException {
    String bare = text.strip();
    try {
      return bare.startsWith("0x") || bare.startsWith("0X")
          ? Long.parseLong(bare.substring(2), 16)
          : Long.parseLong(bare);
    } catch (NumberFormatException e) {
      throw new MalformedRuleException(
          "number (" + bare + ") must be decimal or 0x and hexadecimal");
    }
  }

  @Override
  public String toString() {
    return written;
  }
}
