package io.testudo.sigma.pattern;

/** A pattern that cannot be compiled or could cost too much; the message is one line. */
public final class PatternRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public PatternRefusedException(String reason) {
    super(reason);
    this.reason = reason.replaceAll("\\p{Cntrl}+", " ");
  }

  /** The message, which is one line. */
  public String reason() {
    return reason;
  }
}
