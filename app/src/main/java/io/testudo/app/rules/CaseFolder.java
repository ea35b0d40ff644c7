package io.testudo.app.rules;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The cases below a folder: those of all files {@code test.yml} and {@code info.yml}.
 *
 * @param cases the cases, in the order of their files' names
 * @param problems what could not be read, a line each
 */
public record CaseFolder(List<RuleCase> cases, List<String> problems) {
  private static final Set<String> NAMES = Set.of("test.yml", "test.yaml", "info.yml");
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_DEPTH = 32;
  private static final int MOST_FILES = 100_000;

  public CaseFolder {
    cases = List.copyOf(cases);
    problems = List.copyOf(problems);
  }

  /**
   * Reads the cases below a folder, or of one file.
   *
   * @throws IOException if the folder cannot be looked through
   */
  public static CaseFolder read(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder, MOST_DEPTH)) {
      files =
          found
              .filter(file -> file.equals(folder) || NAMES.contains(file.getFileName().toString()))
              .filter(Files::isRegularFile)
              .limit(MOST_FILES)
              .sorted()
              .toList();
    }
    List<RuleCase> cases = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        byte[] content = in.readNBytes(MOST_BYTES + 1);
        if (content.length > MOST_BYTES) {
          problems.add("rule tests (" + file + ") must have at most " + MOST_BYTES + " bytes");
        } else {
          cases.addAll(CaseDocument.read(file, content));
        }
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    return new CaseFolder(cases, problems);
  }
}
