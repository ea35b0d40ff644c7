package io.testudo.intrusion;

import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.RuleLoader;
import io.testudo.sigma.SigmaRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Sigma rules that come with the product. */
public final class StarterRules {

  private static final String INDEX = "starter-rules.txt";

  private StarterRules() {}

  /** The names of the rules' files, in order. */
  public static List<String> files() {
    return new String(bytes(INDEX), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  /** The rules. */
  public static List<SigmaRule> load(LogSourceMapping mapping) {
    RuleLoader loader = new RuleLoader(mapping, Map.of());
    List<SigmaRule> rules = new ArrayList<>();
    for (String file : files()) {
      rules.addAll(loader.load("starter/" + file, bytes("rules/" + file)).rules());
    }
    return rules;
  }

  private static byte[] bytes(String name) {
    try (InputStream in = StarterRules.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
