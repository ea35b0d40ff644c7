package io.testudo.telemetry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The public captures that lie beside the repository; tests that need them are skipped without. */
public final class SharedCaptures {

  private SharedCaptures() {}

  /** One of the zip files, opened in place; the test is skipped where it is not there. */
  public static FileSystem open(String zip) throws IOException {
    Path file = folder().resolve("data").resolve(zip);
    Assumptions.assumeTrue(
        Files.isRegularFile(file), () -> "skipped: the shared data " + zip + " is not there");
    return FileSystems.newFileSystem(file);
  }

  public static InputStream stream(FileSystem zip, String path) throws IOException {
    return Files.newInputStream(zip.getPath(path));
  }

  private static Path folder() {
    String named = System.getProperty("testudo.shared", System.getenv("TESTUDO_SHARED"));
    if (named != null) {
      return Path.of(named);
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path sibling = at.resolveSibling("shared");
      if (Files.isRegularFile(sibling.resolve("DESIGN.md"))) {
        return sibling;
      }
    }
    return Path.of("shared");
  }
}
