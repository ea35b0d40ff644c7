package io.testudo.app;

import io.testudo.app.cli.CommandLineFace;

/** Starts Testudo. */
public final class Main {

  private Main() {}

  /** Runs the command that {@code arguments} name and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(CommandLineFace.run(arguments));
  }
}
