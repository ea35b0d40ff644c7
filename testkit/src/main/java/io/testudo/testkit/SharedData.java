package io.testudo.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The folder of data sets that lies beside the repository on some machines and is no part of it.
 *
 * <p>It is named by the system property {@code testudo.shared}, by the environment variable {@code
 * TESTUDO_SHARED}, or is the folder {@code shared} beside one of the folders above the working
 * directory. A test that needs what is not there is skipped with a line that says so.
 */
public final class SharedData {

  private static final String MARK = "DESIGN.md";

  private SharedData() {}

  /**
   * The file or folder of this name in the shared data; the calling test is skipped if it is
   * absent.
   *
   * @param name relative, for instance {@code data/sigma.zip}
   */
  public static Path require(String name) {
    Path folder = folder();
    Assumptions.assumeTrue(
        folder != null,
        () ->
            "Skipped: "
                + name
                + " is needed, and there is no folder of shared data."
                + " Maybe name it by -Dtestudo.shared=FOLDER or TESTUDO_SHARED.");
    Path path = folder.resolve(name);
    Assumptions.assumeTrue(Files.exists(path), () -> "Skipped: there is no " + path + ".");
    return path;
  }

  /** The folder, or null if this machine has none. */
  public static @Nullable Path folder() {
    String named = System.getProperty("testudo.shared");
    if (named == null || named.isBlank()) {
      named = System.getenv("TESTUDO_SHARED");
    }
    if (named != null && !named.isBlank()) {
      return existing(Path.of(named));
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path found = existing(at.resolveSibling("shared"));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable Path existing(Path folder) {
    return Files.exists(folder.resolve(MARK)) ? folder : null;
  }
}
