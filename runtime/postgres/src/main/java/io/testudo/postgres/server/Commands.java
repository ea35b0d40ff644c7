package io.testudo.postgres.server;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end, within a limit of time. */
final class Commands {

  private static final int MOST_OUTPUT_BYTES = 64 * 1024;

  private Commands() {}

  /**
   * How a program ended.
   *
   * @param exitCode 0 if all went well
   * @param output the beginning of what it said
   */
  record Result(int exitCode, String output) {}

  /**
   * Runs the command in a bare environment.
   *
   * @throws IOException if it could not be started, or was ended because it took too long
   */
  static Result run(List<String> command, Duration within) throws IOException {
    Path output = Files.createTempFile("testudo-command", ".txt");
    try {
      Process process = builder(command).redirectOutput(output.toFile()).start();
      if (!waitFor(process, within)) {
        process.destroyForcibly();
        throw new IOException(
            command.get(command.size() - 1) + " did not end within " + within.toSeconds() + " s");
      }
      byte[] said;
      try (InputStream in = Files.newInputStream(output)) {
        said = in.readNBytes(MOST_OUTPUT_BYTES);
      }
      return new Result(process.exitValue(), new String(said, StandardCharsets.UTF_8));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** A process builder with no more of our environment than a program needs. */
  static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    String path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
    builder.environment().clear();
    builder.environment().put("PATH", path);
    builder.environment().put("LC_ALL", "C");
    builder.directory(new File("/"));
    return builder;
  }

  static boolean waitFor(Process process, Duration within) {
    try {
      return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
