package io.testudo.telemetry.container;

import java.io.IOException;

/** A container or an entry exceeds a limit of unpacking. */
public final class UnpackLimitException extends IOException {

  private static final long serialVersionUID = 1L;

  private final boolean wholeFile;

  UnpackLimitException(String message, boolean wholeFile) {
    super(message);
    this.wholeFile = wholeFile;
  }

  /** Whether nothing more of the file may be unpacked, not only nothing more of this entry. */
  public boolean stopsWholeFile() {
    return wholeFile;
  }
}
