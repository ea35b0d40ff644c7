package io.testudo.sigma;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of real data beside the repository, where there is one. */
final class SharedData {
  private SharedData() {}

  /** A zip file of it, opened in place; the test is skipped where it is absent. */
  static FileSystem zip(String name) throws IOException {
    Path file = folder().resolve("data").resolve(name);
    assumeTrue(Files.isRegularFile(file), "skipped: " + name + " is not in the shared data folder");
    return FileSystems.newFileSystem(file);
  }

  private static Path folder() {
    String named = System.getProperty("testudo.shared", System.getenv("TESTUDO_SHARED"));
    if (named != null) {
      return Path.of(named);
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path shared = at.resolveSibling("shared");
      if (Files.isRegularFile(shared.resolve("DESIGN.md"))) {
        return shared;
      }
    }
    return Path.of("shared");
  }
}
