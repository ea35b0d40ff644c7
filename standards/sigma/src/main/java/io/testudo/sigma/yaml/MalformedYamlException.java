package io.testudo.sigma.yaml;

/** YAML that cannot be read within the bounds; the message is one line and says where. */
public final class MalformedYamlException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public MalformedYamlException(String reason) {
    super(reason);
    this.reason = reason.replaceAll("\\p{Cntrl}+", " ");
  }

  /** The message, which is one line. */
  public String reason() {
    return reason;
  }
}
