package io.testudo.app.rules;

import io.testudo.app.rules.RuleCase.Expected;
import io.testudo.sigma.yaml.MalformedYamlException;
import io.testudo.sigma.yaml.YamlReader;
import io.testudo.sigma.yaml.YamlValue;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads cases of rules: documents in the format of {@code docs/formats/rule-test.md}, and the
 * {@code info.yml} of SigmaHQ's regression data. Files are looked for below the folder of the
 * document alone, for SigmaHQ's below the folder that holds its {@code regression_data}.
 */
final class CaseDocument {
  private static final String FORMAT = "testudo-rule-test";
  private static final String VERSION = "1";
  private static final Set<String> KEYS = Set.of("format", "version", "rules", "cases", "note");
  private static final Set<String> CASE_KEYS = Set.of("name", "rule", "events", "fires", "matches");
  private static final int MOST_CASES = 1_000;

  private final Path file;
  private final Path home;

  private CaseDocument(Path file, Path home) {
    this.file = file;
    this.home = home;
  }

  /**
   * Reads a document.
   *
   * @throws IllegalArgumentException of one line that says what is wrong with it
   */
  static List<RuleCase> read(Path file, byte[] content) {
    Path home = file.toAbsolutePath().normalize().getParent();
    if (home == null) {
      throw new IllegalArgumentException("file (" + file + ") of rule tests must lie in a folder");
    }
    List<YamlValue> documents;
    try {
      documents = YamlReader.read(content);
    } catch (MalformedYamlException e) {
      throw problem(file, e.reason());
    }
    if (documents.size() != 1 || !(documents.getFirst() instanceof YamlValue.Fields fields)) {
      throw problem(file, "it must be one document that is a map");
    }
    return fields.entries().containsKey("regression_tests_info")
        ? new CaseDocument(file, repository(home)).ofSigmaHq(fields)
        : new CaseDocument(file, home).ours(fields);
  }

  private static IllegalArgumentException problem(Path file, String what) {
    return new IllegalArgumentException(
        "rule tests (" + file + ") must be valid: " + what.replaceAll("\\p{Cntrl}+", " "));
  }

  /** The folder against which SigmaHQ's paths go; the document's own where there is none. */
  private static Path repository(Path home) {
    for (Path at = home; at != null; at = at.getParent()) {
      Path name = at.getFileName();
      Path parent = at.getParent();
      if (name != null && parent != null && name.toString().equals("regression_data")) {
        return parent;
      }
    }
    return home;
  }

  private List<RuleCase> ours(YamlValue.Fields document) {
    known(document, KEYS);
    if (!text(document, "format").equals(FORMAT) || !text(document, "version").equals(VERSION)) {
      throw problem(file, "it must have format: " + FORMAT + " and version: " + VERSION);
    }
    List<Path> rules = new ArrayList<>();
    for (String name : texts(document.entries().get("rules"), "rules")) {
      rules.add(below(name));
    }
    List<RuleCase> cases = new ArrayList<>();
    for (YamlValue.Fields each : maps(document.entries().get("cases"), "cases")) {
      known(each, CASE_KEYS);
      List<Path> events = new ArrayList<>();
      for (String name : texts(each.entries().get("events"), "events")) {
        events.add(below(name));
      }
      if (events.isEmpty()) {
        throw problem(file, "line " + each.line() + ": a case must name its events");
      }
      String name = text(each, "name");
      cases.add(
          new RuleCase(
              name.isEmpty() ? "case " + (cases.size() + 1) : name,
              file,
              text(each, "rule"),
              rules,
              events,
              expected(each)));
    }
    return cases;
  }

  private Expected expected(YamlValue.Fields each) {
    @Nullable YamlValue fires = each.entries().get("fires");
    @Nullable YamlValue matches = each.entries().get("matches");
    if ((fires == null) == (matches == null)) {
      throw problem(file, "line " + each.line() + ": a case must have either fires or matches");
    }
    if (matches != null) {
      long count = count(matches);
      return new Expected(count, count);
    }
    if (fires instanceof YamlValue.Flag flag) {
      return flag.isTrue() ? Expected.ONCE_OR_MORE : Expected.NEVER;
    }
    throw problem(file, "line " + each.line() + ": fires must be true or false");
  }

  private long count(YamlValue value) {
    if (value instanceof YamlValue.Numeral number && number.source().matches("[0-9]{1,9}")) {
      return Long.parseLong(number.source());
    }
    throw problem(file, "line " + value.line() + ": a count must be a whole number of 0 or more");
  }

  private List<RuleCase> ofSigmaHq(YamlValue.Fields document) {
    String rule = "";
    for (YamlValue.Fields each : maps(document.entries().get("rule_metadata"), "rule_metadata")) {
      rule = rule.isEmpty() ? text(each, "id") : rule;
    }
    if (rule.isEmpty()) {
      throw problem(file, "rule_metadata must give the id of a rule");
    }
    List<RuleCase> cases = new ArrayList<>();
    for (YamlValue.Fields each :
        maps(document.entries().get("regression_tests_info"), "regression_tests_info")) {
      @Nullable YamlValue count = each.entries().get("match_count");
      long matches = count == null ? 1 : count(count);
      cases.add(
          new RuleCase(
              text(each, "name"),
              file,
              rule,
              List.of(),
              List.of(below(text(each, "path"))),
              new Expected(matches, Long.MAX_VALUE)));
    }
    return cases;
  }

  private Path below(String name) {
    try {
      Path path = home.resolve(name).normalize();
      if (!name.isEmpty() && path.startsWith(home) && !path.equals(home)) {
        // Files of SigmaHQ's that were copied out of their repository lie beside the document.
        Path beside = file.resolveSibling(String.valueOf(path.getFileName()));
        return Files.exists(path) || !Files.exists(beside) ? path : beside;
      }
    } catch (InvalidPathException e) {
      // Told below.
    }
    throw problem(file, "path '" + name + "' must lie below " + home.getFileName());
  }

  private List<YamlValue.Fields> maps(@Nullable YamlValue value, String what) {
    List<YamlValue.Fields> maps = new ArrayList<>();
    if (value instanceof YamlValue.Items items && items.values().size() <= MOST_CASES) {
      for (YamlValue each : items.values()) {
        if (each instanceof YamlValue.Fields fields) {
          maps.add(fields);
        }
      }
      if (maps.size() == items.values().size() && !maps.isEmpty()) {
        return maps;
      }
    }
    throw problem(file, what + " must be a list of 1 to " + MOST_CASES + " maps");
  }

  private List<String> texts(@Nullable YamlValue value, String what) {
    if (value == null) {
      return List.of();
    }
    List<YamlValue> listed =
        value instanceof YamlValue.Items items ? items.values() : List.of(value);
    List<String> texts = new ArrayList<>();
    for (YamlValue each : listed) {
      if (!(each instanceof YamlValue.Scalar scalar) || listed.size() > MOST_CASES) {
        throw problem(file, what + " must be a text or a list of at most " + MOST_CASES);
      }
      texts.add(scalar.source());
    }
    return texts;
  }

  private static String text(YamlValue.Fields fields, String key) {
    return fields.entries().get(key) instanceof YamlValue.Scalar scalar ? scalar.source() : "";
  }

  private void known(YamlValue.Fields fields, Set<String> keys) {
    for (Map.Entry<String, YamlValue> entry : fields.entries().entrySet()) {
      if (!keys.contains(entry.getKey())) {
        throw problem(
            file, "line " + fields.line() + ": key '" + entry.getKey() + "' is not known");
      }
    }
  }
}
