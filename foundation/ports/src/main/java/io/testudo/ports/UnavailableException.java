package io.testudo.ports;

/** Something outside of the program failed: a database, a disk, a peer. Trying later may help. */
public final class UnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param what the thing that failed and what it was asked for, in one line
   * @param cause what it answered
   */
  public UnavailableException(String what, Throwable cause) {
    super(what + ": " + cause.getMessage(), cause);
  }
}
