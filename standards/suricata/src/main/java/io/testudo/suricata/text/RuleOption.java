package io.testudo.suricata.text;

/**
 * One option of a rule as it is written.
 *
 * @param name the keyword
 * @param value what follows the colon without the blanks around it, escapes kept; empty where there
 *     is no colon
 */
public record RuleOption(String name, String value) {

  /** Whether the value begins with an exclamation mark. */
  public boolean isNegated() {
    return value.startsWith("!");
  }

  /** The value without a leading exclamation mark. */
  public String plainValue() {
    return isNegated() ? value.substring(1).strip() : value;
  }

  /** The value without the quotes around it, if there are any. */
  public static String unquoted(String value) {
    String bare = value.strip();
    if (bare.length() >= 2 && bare.startsWith("\"") && bare.endsWith("\"")) {
      return bare.substring(1, bare.length() - 1);
    }
    return bare;
  }
}
