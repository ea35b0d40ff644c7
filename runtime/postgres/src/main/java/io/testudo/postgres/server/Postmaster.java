package io.testudo.postgres.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself in the file {@code postmaster.pid} of its data folder.
 *
 * @param pid the process of the server, or of one that died without removing the file
 * @param port where it listens; 0 if it does not yet say
 * @param ready whether it says that it takes connections
 */
record Postmaster(long pid, int port, boolean ready) {

  private static final String FILE = "postmaster.pid";
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;
  private static final Path PROCESSES = Path.of("/proc");

  /** What the file says, or null if there is none or it is not whole. */
  static @Nullable Postmaster in(Path data) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(data.resolve(FILE));
    } catch (NoSuchFileException e) {
      return null;
    }
    try {
      long pid = lines.isEmpty() ? 0 : Long.parseLong(lines.getFirst().strip());
      int port = lines.size() > PORT_LINE ? Integer.parseInt(lines.get(PORT_LINE).strip()) : 0;
      boolean ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).startsWith("ready");
      return pid > 0 ? new Postmaster(pid, port, ready) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  static void deleteFile(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(FILE));
  }

  /**
   * Whether the process is one of this data folder's server, and not another of the same number.
   */
  boolean runsIn(Path data) {
    try {
      return data.toRealPath().equals(workingDirectory(PROCESSES.resolve(Long.toString(pid))));
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether its program lies below this folder. */
  boolean runsProgramBelow(Path folder) {
    try {
      return Files.readSymbolicLink(PROCESSES.resolve(pid + "/exe")).startsWith(folder);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The processes whose working directory is the data folder, as every process of a server's is.
   */
  static List<Long> processesIn(Path data) throws IOException {
    Path real = data.toRealPath();
    List<Long> pids = new ArrayList<>();
    try (Stream<Path> processes = Files.list(PROCESSES)) {
      for (Path process : processes.toList()) {
        String name = process.getFileName().toString();
        if (Character.isDigit(name.charAt(0)) && real.equals(workingDirectory(process))) {
          pids.add(Long.parseLong(name));
        }
      }
    }
    return pids;
  }

  private static @Nullable Path workingDirectory(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd"));
    } catch (IOException e) {
      // It ended meanwhile, or belongs to someone else and so is none of ours.
      return null;
    }
  }
}
