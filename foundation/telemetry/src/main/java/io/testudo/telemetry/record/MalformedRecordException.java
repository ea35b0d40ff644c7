package io.testudo.telemetry.record;

/**
 * A record is not what its format asks; the message is one line that says why, for a person.
 *
 * <p>Carries no stack trace: hostile input may raise millions.
 */
public final class MalformedRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  /** For this reason. */
  public MalformedRecordException(String reason) {
    super(reason, null, false, false);
  }

  /** The reason, one line. */
  public String reason() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
