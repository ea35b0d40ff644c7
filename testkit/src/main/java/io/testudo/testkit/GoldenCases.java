package io.testudo.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Cases that are folders or files among a test's resources: discovered, never listed. */
public final class GoldenCases {

  private GoldenCases() {}

  /** What a test does with one case. */
  @FunctionalInterface
  public interface Check {
    void run(Path testCase) throws IOException;
  }

  /**
   * One test for each entry of a resource folder, by name; fails if there is none.
   *
   * @param owner the test class beside whose resources the folder lies
   * @param folder the folder from the root of the resources, for instance {@code golden}
   */
  public static Stream<DynamicTest> in(Class<?> owner, String folder, Check check) {
    List<Path> cases = list(owner, folder);
    if (cases.isEmpty()) {
      throw new IllegalStateException("resource folder " + folder + " must not be empty");
    }
    return cases.stream()
        .map(path -> DynamicTest.dynamicTest(path.getFileName().toString(), () -> check.run(path)));
  }

  private static List<Path> list(Class<?> owner, String folder) {
    URL url = owner.getClassLoader().getResource(folder);
    if (url == null) {
      throw new IllegalStateException("resource folder " + folder + " must exist");
    }
    try (Stream<Path> entries = Files.list(Path.of(toUri(url)))) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI toUri(URL url) {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("resource " + url + " must have a proper address", e);
    }
  }
}
