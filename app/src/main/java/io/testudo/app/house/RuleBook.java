package io.testudo.app.house;

import io.testudo.intrusion.Rules;
import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.Rule;
import io.testudo.sigma.RuleLoader;
import io.testudo.sigma.RuleReport;
import io.testudo.sigma.RuleSet;
import io.testudo.suricata.RuleReader;
import io.testudo.suricata.RuleSummary;
import io.testudo.suricata.RuleVariables;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The Sigma and Suricata rules of a platform: what was loaded from where, what could not be
 * honoured and why, and all that was, compiled.
 *
 * @param report what was loaded of Sigma rules and what was refused
 * @param packets what was loaded of Suricata rules and what was refused
 * @param compiled the rules as the detectors take them
 */
public record RuleBook(RuleReport report, io.testudo.suricata.RuleReport packets, Rules compiled) {

  private static final String STARTER = "io/testudo/intrusion/rules/";

  /** Whether the rules that come with the program are taken. */
  public enum Starter {
    WITH,
    WITHOUT
  }

  /**
   * Loads rules. Files whose name ends with {@code .rules} hold Suricata rules.
   *
   * @param paths files and folders
   * @throws IllegalArgumentException if a path is not there
   */
  public static RuleBook load(List<Path> paths, Starter starter) {
    RuleReport report = report(Map.of(), paths, starter);
    io.testudo.suricata.RuleReport packets = suricata(paths);
    Rules compiled = Rules.of(RuleSet.compile(report)).with(packets.ruleSet());
    return new RuleBook(report, packets, compiled);
  }

  /**
   * Loads Sigma rules without compiling them.
   *
   * @param documents per name the content of a file that lies nowhere yet
   * @throws IllegalArgumentException if a path is not there
   */
  public static RuleReport report(
      Map<String, byte[]> documents, List<Path> paths, Starter starter) {
    Map<String, byte[]> contents = new TreeMap<>(documents);
    if (starter == Starter.WITH) {
      starterFiles().forEach((name, content) -> contents.put("starter/" + name, content));
    }
    List<Path> sigma = paths.stream().filter(path -> !isOfSuricata(path)).toList();
    return new RuleLoader(LogSourceMapping.standard(), Map.of()).load(contents, sigma);
  }

  /** Whether a file holds Suricata rules, by its name. */
  public static boolean isOfSuricata(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(".rules") && !Files.isDirectory(path);
  }

  /**
   * Reads the Suricata rules at these files and in these folders.
   *
   * @throws IllegalArgumentException if a file cannot be read
   */
  public static io.testudo.suricata.RuleReport suricata(List<Path> paths) {
    RuleReader reader = new RuleReader(RuleVariables.usual());
    for (Path path : paths) {
      if (Files.isDirectory(path) || isOfSuricata(path)) {
        try {
          reader.readFrom(path);
        } catch (IOException e) {
          throw new IllegalArgumentException(
              "rules (" + path + ") must be readable: " + e.getMessage(), e);
        }
      }
    }
    return reader.report();
  }

  /** How many rules of either language cannot be honoured. */
  public int refusals() {
    return report.refusals().size() + packets.problems().size();
  }

  /** What was loaded and what was refused, for a person, with the rules' text. */
  public io.testudo.app.house.RuleReport forPeople() {
    Map<String, byte[]> starter = starterFiles();
    return new io.testudo.app.house.RuleReport(
        Stream.concat(
                forPeople(report, starter), packets.summaries().stream().map(RuleBook::forPeople))
            .toList(),
        Stream.concat(
                report.refusals().stream()
                    .map(
                        notice ->
                            new io.testudo.app.house.RuleReport.Rejected(
                                notice.origin(),
                                (notice.title().isEmpty() ? "" : notice.title() + ": ")
                                    + notice.reason())),
                packets.problems().stream()
                    .map(
                        problem ->
                            new io.testudo.app.house.RuleReport.Rejected(
                                problem.place(), problem.told())))
            .toList(),
        report.warnings().stream().map(RuleReport.Notice::toString).toList());
  }

  private static io.testudo.app.house.RuleReport.Loaded forPeople(RuleSummary rule) {
    String level =
        switch (rule.priority()) {
          case 1 -> "high";
          case 2 -> "medium";
          case 3 -> "low";
          default -> "informational";
        };
    return new io.testudo.app.house.RuleReport.Loaded(
        rule.gid() + ":" + rule.sid(),
        rule.message(),
        level,
        "packets " + rule.protocol(),
        rule.classType().isEmpty() ? List.of() : List.of(rule.classType()),
        rule.place(),
        rule.text());
  }

  private static Stream<io.testudo.app.house.RuleReport.Loaded> forPeople(
      RuleReport report, Map<String, byte[]> starter) {
    return Stream.concat(
        report.rules().stream().map(rule -> forPeople(rule, rule.logSource().toString(), starter)),
        report.correlations().stream().map(rule -> forPeople(rule, "correlation", starter)));
  }

  private static io.testudo.app.house.RuleReport.Loaded forPeople(
      Rule rule, String logSource, Map<String, byte[]> starter) {
    return new io.testudo.app.house.RuleReport.Loaded(
        rule.id(),
        rule.title(),
        rule.level().name().toLowerCase(Locale.ROOT),
        logSource,
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
