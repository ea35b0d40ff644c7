package io.testudo.ocsf.validation;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of public data beside the repository, read in place. */
final class SharedData {

  private SharedData() {}

  /** The content of an archive; the test is skipped where it is absent. */
  static FileSystem archive(String name) throws IOException {
    Path archive = folder().map(shared -> shared.resolve("data").resolve(name)).orElse(Path.of(""));
    assumeTrue(
        Files.isRegularFile(archive),
        "skipped: data/" + name + " is not in the folder shared beside the repository");
    return FileSystems.newFileSystem(archive);
  }

  private static Optional<Path> folder() {
    String named = System.getProperty("testudo.shared", System.getenv("TESTUDO_SHARED"));
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.isRegularFile(at.resolve("shared/DESIGN.md"))) {
      at = at.getParent();
    }
    return Optional.ofNullable(at).map(parent -> parent.resolve("shared"));
  }
}
