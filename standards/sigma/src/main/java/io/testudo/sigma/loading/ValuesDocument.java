package io.testudo.sigma.loading;

import io.testudo.sigma.pattern.TextPattern;
import io.testudo.sigma.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values of placeholders that a site gives beside its rules. The format is in {@code
 * docs/formats/sigma-values.md}.
 */
final class ValuesDocument {
  static final String FORMAT = "testudo-sigma-values";
  private static final String VERSION = "1";
  private static final Set<String> KEYS = Set.of("format", "version", "values", "note");
  private static final int MOST_PLACEHOLDERS = 1_000;
  private static final int MOST_VALUES = 10_000;

  private final List<String> problems = new ArrayList<>();
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  /** Reads a document; what {@link #problems} then holds is wrong with it. */
  ValuesDocument(YamlValue.Fields document) {
    Map<String, YamlValue> entries = document.entries();
    for (String key : entries.keySet()) {
      if (!KEYS.contains(key)) {
        problem(document, "key '" + key + "' is not known");
      }
    }
    if (!(entries.get("version") instanceof YamlValue.Scalar version)
        || !version.source().equals(VERSION)) {
      problem(document, "must have version: " + VERSION);
    }
    if (!(entries.get("values") instanceof YamlValue.Fields named)) {
      problem(document, "must have a map of values");
    } else if (named.entries().size() > MOST_PLACEHOLDERS) {
      problem(named, "must not name more than " + MOST_PLACEHOLDERS + " placeholders");
    } else {
      named.entries().forEach(this::placeholder);
    }
  }

  /** What is wrong with it, a line each; then no value of it is taken. */
  List<String> problems() {
    return problems;
  }

  /** Per name its values. */
  Map<String, List<String>> values() {
    return values;
  }

  private void placeholder(String name, YamlValue value) {
    List<YamlValue> listed =
        value instanceof YamlValue.Items items ? items.values() : List.of(value);
    if (name.isEmpty() || name.indexOf('%') >= 0) {
      problem(value, "a placeholder must have a name without percent signs");
      return;
    }
    if (listed.isEmpty() || listed.size() > MOST_VALUES) {
      problem(value, "placeholder '" + name + "' must have 1 to " + MOST_VALUES + " values");
      return;
    }
    Set<String> texts = new LinkedHashSet<>();
    for (YamlValue each : listed) {
      if (!(each instanceof YamlValue.Scalar scalar)
          || scalar.source().isEmpty()
          || scalar.source().length() > TextPattern.MAX_LENGTH) {
        problem(
            each, "placeholder '" + name + "' must list texts of 1 to " + TextPattern.MAX_LENGTH);
        return;
      }
      texts.add(scalar.source());
    }
    values.put(name, List.copyOf(texts));
  }

  private void problem(YamlValue at, String text) {
    problems.add(HeadReader.oneLine("line " + at.line() + ": " + text));
  }
}
