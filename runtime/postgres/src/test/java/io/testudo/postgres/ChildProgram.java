package io.testudo.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A Java program of the tests in a process of its own, which can be killed at any moment. */
public final class ChildProgram implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;

  private ChildProgram(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts the main method of this class with the class path of the tests. */
  public static ChildProgram start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ChildProgram(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
  }

  /** The next line that the program prints. */
  public String line(Duration within) {
    String line = lineOrEnd(within);
    if (line == null) {
      throw new AssertionError("the program ended without the line that was expected");
    }
    return line;
  }

  /** The next line, or null if the program has ended. */
  public @Nullable String lineOrEnd(Duration within) {
    try {
      return CompletableFuture.supplyAsync(this::readLine)
          .get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the program does not print a line", e);
    }
  }

  private @Nullable String readLine() {
    try {
      return output.readLine();
    } catch (IOException e) {
      return null;
    }
  }

  /** Ends the program as {@code kill -9} does and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
