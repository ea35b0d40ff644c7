package io.testudo.telemetry;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder {@code shared} beside the repository, with real data that is not part of it. */
public final class SharedData {

  private SharedData() {}

  /** The file {@code data/name} there; the test is skipped if it is absent. */
  public static Path file(String name) {
    Path folder = folder();
    assumeTrue(folder != null, "needs the folder ../shared, which is absent");
    Path file = folder.resolve("data").resolve(name);
    assumeTrue(Files.exists(file), "needs ../shared/data/" + name + ", which is absent");
    return file;
  }

  private static @Nullable Path folder() {
    String property = System.getProperty("testudo.shared", System.getenv("TESTUDO_SHARED"));
    if (property != null && !property.isEmpty()) {
      return Path.of(property);
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path sibling = at.resolve("shared");
      if (Files.exists(sibling.resolve("DESIGN.md"))) {
        return sibling;
      }
    }
    return null;
  }
}
