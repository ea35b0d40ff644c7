package io.testudo.suricata.dataset;

import java.io.IOException;

/** The files beside a rule's own that it may name. */
@FunctionalInterface
public interface RuleFiles {

  /**
   * The content of a file.
   *
   * @throws IOException if there is none of this name, or it cannot or must not be read
   */
  byte[] read(String name) throws IOException;

  /** No file at all. */
  static RuleFiles none() {
    return name -> {
      throw new IOException("no folder of files was given");
    };
  }
}
