package io.testudo.sigma.detection;

/** A rule that cannot be honoured; the message is one line and says why. */
public final class RuleRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public RuleRefusedException(String reason) {
    super(reason);
    this.reason = reason.replaceAll("\\p{Cntrl}+", " ");
  }

  /** The message, which is one line. */
  public String reason() {
    return reason;
  }
}
