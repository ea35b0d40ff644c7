package io.testudo.app.house;

import io.testudo.intrusion.Rules;
import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.RuleLoader;
import io.testudo.sigma.RuleReport;
import io.testudo.sigma.RuleSet;
import io.testudo.sigma.SigmaRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The Sigma rules of a platform: what was loaded from where, what could not be honoured and why,
 * and all that was, compiled.
 *
 * @param report what was loaded and what was refused
 * @param compiled the rules as the detectors take them
 */
public record RuleBook(RuleReport report, Rules compiled) {

  private static final String STARTER = "io/testudo/intrusion/rules/";

  /** Whether the rules that come with the program are taken. */
  public enum Starter {
    WITH,
    WITHOUT
  }

  /**
   * Loads rules.
   *
   * @param paths files and folders
   * @throws IllegalArgumentException if a path is not there
   */
  public static RuleBook load(List<Path> paths, Starter starter) {
    LogSourceMapping mapping = LogSourceMapping.standard();
    RuleLoader loader = new RuleLoader(mapping, Map.of());
    List<RuleReport> reports = new ArrayList<>();
    if (starter == Starter.WITH) {
      starterFiles()
          .forEach((name, content) -> reports.add(loader.load("starter/" + name, content)));
    }
    if (!paths.isEmpty()) {
      reports.add(loader.load(paths));
    }
    RuleReport report = joined(reports);
    return new RuleBook(report, Rules.of(RuleSet.compile(report.rules(), mapping)));
  }

  /** The same for a person, with the rules' text. */
  public io.testudo.app.house.RuleReport forPeople() {
    Map<String, byte[]> starter = starterFiles();
    return new io.testudo.app.house.RuleReport(
        report.rules().stream().map(rule -> forPeople(rule, starter)).toList(),
        report.refusals().stream()
            .map(
                notice ->
                    new io.testudo.app.house.RuleReport.Rejected(
                        notice.origin(),
                        (notice.title().isEmpty() ? "" : notice.title() + ": ") + notice.reason()))
            .toList(),
        report.warnings().stream().map(RuleReport.Notice::toString).toList());
  }

  private static io.testudo.app.house.RuleReport.Loaded forPeople(
      SigmaRule rule, Map<String, byte[]> starter) {
    return new io.testudo.app.house.RuleReport.Loaded(
        rule.id(),
        rule.title(),
        rule.level().name().toLowerCase(Locale.ROOT),
        rule.logSource().toString(),
        rule.tags(),
        rule.origin(),
        text(rule.origin(), starter));
  }

  private static String text(String origin, Map<String, byte[]> starter) {
    String file = origin.contains("#") ? origin.substring(0, origin.lastIndexOf('#')) : origin;
    byte[] own = starter.get(file.startsWith("starter/") ? file.substring(8) : "");
    if (own != null) {
      return new String(own, StandardCharsets.UTF_8);
    }
    try {
      return new String(Files.readAllBytes(Path.of(file)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static RuleReport joined(List<RuleReport> reports) {
    List<SigmaRule> rules = new ArrayList<>();
    List<RuleReport.Notice> refusals = new ArrayList<>();
    List<RuleReport.Notice> warnings = new ArrayList<>();
    int files = 0;
    for (RuleReport report : reports) {
      files += report.files();
      rules.addAll(report.rules());
      refusals.addAll(report.refusals());
      warnings.addAll(report.warnings());
    }
    return new RuleReport(files, rules, refusals, warnings);
  }

  /** The starter rules by file name, from the jar or, in a build, from the folder of classes. */
  private static Map<String, byte[]> starterFiles() {
    Map<String, byte[]> files = new TreeMap<>();
    try {
      Path home = Path.of(Rules.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(home)) {
        try (Stream<Path> paths = Files.list(home.resolve(STARTER))) {
          for (Path path : (Iterable<Path>) paths::iterator) {
            files.put(path.getFileName().toString(), Files.readAllBytes(path));
          }
        }
        return files;
      }
      try (JarFile jar = new JarFile(home.toFile())) {
        for (var entry : (Iterable<java.util.jar.JarEntry>) jar.stream()::iterator) {
          if (entry.getName().startsWith(STARTER) && entry.getName().endsWith(".yml")) {
            try (InputStream in = jar.getInputStream(entry)) {
              files.put(entry.getName().substring(STARTER.length()), in.readAllBytes());
            }
          }
        }
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("the starter rules must be readable", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
