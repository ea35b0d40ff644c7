package io.testudo.suricata.text;

/** A rule breaks the grammar, or names a value that cannot be. */
public final class MalformedRuleException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The reason, as a line for the rule's author. */
  public MalformedRuleException(String reason) {
    super(reason);
  }

  /** The reason; never null. */
  public String reason() {
    String message = getMessage();
    return message == null ? "malformed" : message;
  }
}
