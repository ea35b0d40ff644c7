package io.testudo.telemetry.stream;

/** Bytes that are no message of the protocol they were taken for. */
public final class MalformedMessageException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * The bytes break the protocol.
   *
   * @param reason what is wrong, to go on after "message"
   */
  public MalformedMessageException(String reason) {
    super(reason, null, false, false);
  }
}
