package io.testudo.intrusion;

import java.io.IOException;

/** Bytes that should hold a detector's state do not. */
public final class MalformedStateException extends IOException {

  private static final long serialVersionUID = 1L;

  public MalformedStateException(String message) {
    super(message);
  }
}
