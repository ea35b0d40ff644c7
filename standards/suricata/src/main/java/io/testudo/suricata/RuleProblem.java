package io.testudo.suricata;

/**
 * A rule that is not honoured.
 *
 * @param file where it is written
 * @param line its first line, from 1
 * @param sid its identifier, or 0 if it has none
 * @param kind what is wrong
 * @param keyword the keyword that is not honoured, or an empty text
 * @param reason one line for its author
 */
public record RuleProblem(
    String file, int line, long sid, Kind kind, String keyword, String reason) {

  /** What is wrong. */
  public enum Kind {
    /** It is no rule. */
    MALFORMED,
    /** It uses what is not honoured here. */
    UNSUPPORTED,
    /** It names a file that is not there or cannot be read. */
    UNREADABLE,
    /** A rule with the same identifier and the same or a later revision came before. */
    REPEATED
  }

  /** File and line. */
  public String place() {
    return file + ":" + line;
  }

  /** The rule and the reason. */
  public String told() {
    return "rule " + (sid == 0 ? "" : sid + " ") + reason;
  }

  @Override
  public String toString() {
    return place() + ": " + told();
  }
}
