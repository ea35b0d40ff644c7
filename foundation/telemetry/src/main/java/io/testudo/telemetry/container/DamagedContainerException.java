package io.testudo.telemetry.container;

import java.io.IOException;

/** A container is not what its format asks. */
final class DamagedContainerException extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedContainerException(String message) {
    super(message);
  }
}
