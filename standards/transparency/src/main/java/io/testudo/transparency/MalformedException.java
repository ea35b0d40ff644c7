package io.testudo.transparency;

/** Text or bytes from outside that are not what their format prescribes. */
public final class MalformedException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  MalformedException(String message) {
    super(message);
  }

  MalformedException(String message, Throwable cause) {
    super(message, cause);
  }
}
