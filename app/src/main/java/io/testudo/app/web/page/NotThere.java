package io.testudo.app.web.page;

import java.io.Serial;

/** What a request asks for does not exist, or no longer does. */
public final class NotThere extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param what the noun, for instance {@code incident}
   */
  public NotThere(String what) {
    super("There is no such " + what + ".");
  }
}
