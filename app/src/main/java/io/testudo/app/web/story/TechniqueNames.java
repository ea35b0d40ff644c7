package io.testudo.app.web.story;

import io.testudo.vocabulary.finding.Technique;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What techniques are called, and where they are described. */
public final class TechniqueNames {

  private static final Map<String, String> NAMES = read();

  private TechniqueNames() {}

  private static Map<String, String> read() {
    try (InputStream in =
        Objects.requireNonNull(TechniqueNames.class.getResourceAsStream("technique-names.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(
              Collectors.toUnmodifiableMap(
                  line -> line.substring(0, line.indexOf(' ')),
                  line -> line.substring(line.indexOf(' ') + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The technique's name, a sub-technique's as its parent's; where unknown the identifier. */
  public static String name(Technique technique) {
    return NAMES.getOrDefault(technique.parent().id(), technique.id());
  }

  /** The page that describes the technique. */
  public static String link(Technique technique) {
    return technique.id().startsWith("AML.")
        ? "https://atlas.mitre.org/techniques/" + technique.id()
        : "https://attack.mitre.org/techniques/" + technique.id().replace('.', '/');
  }
}
