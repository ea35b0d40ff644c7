package io.testudo.app.config;

import java.util.List;

/** A configuration cannot be honoured; holds every problem, one line each. */
public final class ConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /**
   * @param file what was read
   * @param problems one line each, not empty
   */
  public ConfigurationException(String file, List<String> problems) {
    super(file + ": " + String.join(System.lineSeparator() + file + ": ", problems));
    this.problems = List.copyOf(problems);
  }

  /** The problems, one line each. */
  public List<String> problems() {
    return problems;
  }
}
