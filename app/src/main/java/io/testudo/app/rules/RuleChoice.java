package io.testudo.app.rules;

import io.testudo.app.house.RuleBook;
import io.testudo.sigma.Rule;
import io.testudo.sigma.RuleReport;
import io.testudo.sigma.SigmaRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a person names: by a file or folder, or by the id, name or title of one that is
 * loaded.
 *
 * @param report all that was loaded, the site's documents included
 * @param rules those that are meant, at least one
 * @param paths what was loaded
 * @param starter whether the rules that come with the program were loaded too
 */
public record RuleChoice(
    RuleReport report, List<SigmaRule> rules, List<Path> paths, RuleBook.Starter starter) {

  public RuleChoice {
    rules = List.copyOf(rules);
    paths = List.copyOf(paths);
  }

  /** All that was loaded, and one more document. */
  public RuleReport with(String name, String document) {
    return RuleBook.report(Map.of(name, document.getBytes(StandardCharsets.UTF_8)), paths, starter);
  }

  /**
   * Finds the rules that are meant.
   *
   * @param named a path, or the id, name or title of a rule
   * @param folders where rules and the site's documents lie, beside the starter rules
   * @throws IllegalArgumentException if there is none, or it cannot be honoured
   */
  public static RuleChoice of(String named, List<Path> folders) {
    Path path = pathOf(named);
    if (path == null) {
      return named(named, folders);
    }
    List<Path> paths = new ArrayList<>(folders);
    if (folders.stream().noneMatch(folder -> isWithin(path, folder))) {
      paths.add(path);
    }
    RuleReport report = RuleBook.report(Map.of(), paths, RuleBook.Starter.WITHOUT);
    List<SigmaRule> rules =
        report.rules().stream().filter(rule -> isWithin(fileOf(rule), path)).toList();
    if (rules.isEmpty()) {
      String why =
          report.refusals().stream()
              .filter(refusal -> isWithin(fileOf(refusal.origin()), path))
              .findFirst()
              .map(refusal -> ": " + refusal.reason())
              .orElse("");
      throw new IllegalArgumentException(
          "file (" + named + ") must hold a rule about single events" + why);
    }
    return new RuleChoice(report, rules, paths, RuleBook.Starter.WITHOUT);
  }

  private static RuleChoice named(String named, List<Path> folders) {
    RuleReport report = RuleBook.report(Map.of(), folders, RuleBook.Starter.WITH);
    List<SigmaRule> rules = report.rules().stream().filter(rule -> isCalled(rule, named)).toList();
    if (rules.isEmpty()) {
      boolean correlates =
          report.correlations().stream().anyMatch(correlation -> isCalled(correlation, named));
      throw new IllegalArgumentException(
          "rule ("
              + named
              + ") must be "
              + (correlates
                  ? "about single events, not a correlation\nMaybe name a rule that it takes."
                  : "a file, or the id, name or title of a rule that loads\n"
                      + "Maybe name its folder by --rules."));
    }
    return new RuleChoice(report, rules, folders, RuleBook.Starter.WITH);
  }

  private static boolean isCalled(Rule rule, String named) {
    return rule.id().equalsIgnoreCase(named)
        || rule.title().equalsIgnoreCase(named)
        || (!rule.name().isEmpty() && rule.name().equals(named));
  }

  private static @Nullable Path pathOf(String named) {
    try {
      Path path = Path.of(named);
      return Files.exists(path) ? path : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static Path fileOf(Rule rule) {
    return fileOf(rule.origin());
  }

  /** The file that a rule came from. */
  public static Path fileOf(String origin) {
    int number = origin.lastIndexOf('#');
    Path whole = Path.of(origin.replace('\0', '?'));
    return number > 0 && !Files.exists(whole) ? Path.of(origin.substring(0, number)) : whole;
  }

  private static boolean isWithin(Path path, Path folder) {
    try {
      return path.toRealPath().startsWith(folder.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }
}
