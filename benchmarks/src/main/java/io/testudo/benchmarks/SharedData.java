package io.testudo.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of public data that lies beside the repository. */
final class SharedData {

  private SharedData() {}

  /** The folder, named by {@code testudo.shared} or {@code TESTUDO_SHARED}, else found upwards. */
  static Path folder() {
    String named = System.getProperty("testudo.shared", System.getenv("TESTUDO_SHARED"));
    if (named != null) {
      return Path.of(named);
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("shared/DESIGN.md"))) {
        return at.resolve("shared");
      }
    }
    throw new IllegalArgumentException(
        "folder shared must lie beside the repository. Maybe set TESTUDO_SHARED");
  }
}
