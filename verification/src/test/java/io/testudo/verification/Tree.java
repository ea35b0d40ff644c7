package io.testudo.verification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The repository as files: the laws read the list of rooms from here, so that nobody keeps one. */
final class Tree {

  private Tree() {}

  static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.isDirectory(at.resolve("services"))) {
      at = at.getParent();
    }
    if (at == null) {
      throw new IllegalStateException("tests must run within the repository");
    }
    return at;
  }

  /** The names of the rooms on a floor, for instance those below {@code services}. */
  static List<String> rooms(String floor) {
    try (Stream<Path> rooms = Files.list(root().resolve(floor))) {
      return rooms
          .filter(room -> Files.exists(room.resolve("pom.xml")))
          .map(room -> room.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every Java source of the product, tests left out. */
  static List<Path> productSources() {
    return files(".java").stream()
        .filter(path -> path.toString().contains("/src/main/"))
        .filter(path -> !root().relativize(path).startsWith("benchmarks"))
        .toList();
  }

  /** Every file of the repository with this ending, what the build made left out. */
  static List<Path> files(String ending) {
    try (Stream<Path> files = Files.walk(root())) {
      return files
          .filter(path -> path.toString().endsWith(ending))
          .filter(path -> !path.toString().contains("/target/"))
          .filter(path -> !path.toString().contains("/.git/"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
