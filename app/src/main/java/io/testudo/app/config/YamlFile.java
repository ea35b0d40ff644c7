package io.testudo.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** A file of keys and values that an operator wrote. */
final class YamlFile {

  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_DEPTH = 16;

  private YamlFile() {}

  /**
   * The text of a file.
   *
   * @throws ConfigurationException if it is too long
   */
  static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new ConfigurationException(
            file.toString(), List.of("must have at most " + MOST_BYTES + " bytes"));
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("file " + file + " must be readable: " + e.getMessage(), e);
    }
  }

  /**
   * The keys and values of a text.
   *
   * @param name where the text is from
   * @throws ConfigurationException if it holds none
   */
  static Map<?, ?> parse(String name, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(MOST_DEPTH);
    Object root;
    try {
      root = new Yaml(new SafeConstructor(options)).load(text);
    } catch (YAMLException e) {
      String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new ConfigurationException(name, List.of("must be YAML: " + line));
    }
    if (root != null && !(root instanceof Map)) {
      throw new ConfigurationException(name, List.of("must be a mapping of keys to values"));
    }
    return root instanceof Map<?, ?> map ? map : Map.of();
  }
}
