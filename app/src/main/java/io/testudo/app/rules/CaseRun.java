package io.testudo.app.rules;

import io.testudo.app.house.RuleBook;
import io.testudo.app.house.Scan;
import io.testudo.intrusion.IntrusionConfig;
import io.testudo.intrusion.Rules;
import io.testudo.sigma.CorrelationRule;
import io.testudo.sigma.Rule;
import io.testudo.sigma.RuleReport;
import io.testudo.sigma.RuleSet;
import io.testudo.sigma.SigmaRule;
import io.testudo.telemetry.TelemetryConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs cases of rules. Of a rule about single events the events for which it holds are counted, of
 * a correlation the findings. Rules are loaded once for all cases that name the same files.
 */
public final class CaseRun {
  private static final int MOST_BOOKS = 64;

  private final List<Path> rules;
  private final RuleBook.Starter starter;
  private final InstantSource clock;
  private final Map<List<Path>, RuleReport> loaded = new HashMap<>();

  /**
   * @param rules files and folders of rules, beside those that cases name; where there are none,
   *     and a case names none, rules are looked for beside its document and in SigmaHQ's folders
   * @param starter whether the rules that come with the program may be meant
   */
  public CaseRun(List<Path> rules, RuleBook.Starter starter, InstantSource clock) {
    this.rules = List.copyOf(rules);
    this.starter = starter;
    this.clock = clock;
  }

  /**
   * What became of a case.
   *
   * @param ran the case
   * @param title the rule's title, or what the case calls it
   * @param matches how often the rule held
   * @param problem why the case failed, of one line; empty where it passed
   * @param took how long it took
   */
  public record Outcome(RuleCase ran, String title, long matches, String problem, Duration took) {

    /** Whether the rule held as often as it must. */
    public boolean passed() {
      return problem.isEmpty();
    }
  }

  /** Runs a case. */
  public Outcome run(RuleCase each) {
    long began = System.nanoTime();
    String title = each.rule();
    long matches = 0;
    String problem;
    try {
      RuleReport report = report(each);
      Rule rule = rule(each, report);
      title = rule.title();
      matches = matches(each, rule, report);
      problem =
          each.expected().isMetBy(matches)
              ? ""
              : "the rule held " + matches + " times; it must hold " + each.expected();
    } catch (IllegalArgumentException | IOException e) {
      problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
      problem = problem.isEmpty() ? e.getClass().getSimpleName() : problem;
    }
    return new Outcome(each, title, matches, problem, Duration.ofNanos(System.nanoTime() - began));
  }

  private RuleReport report(RuleCase each) throws IOException {
    List<Path> paths = new ArrayList<>(rules);
    paths.addAll(each.rules());
    if (paths.isEmpty()) {
      paths.addAll(around(each));
    }
    RuleReport known = loaded.get(paths);
    if (known == null) {
      if (loaded.size() >= MOST_BOOKS) {
        loaded.clear();
      }
      known = RuleBook.report(Map.of(), paths, starter);
      loaded.put(paths, known);
    }
    return known;
  }

  /** The folders of rules around a case: SigmaHQ's, or the case's own. */
  private static List<Path> around(RuleCase each) throws IOException {
    Path file = each.origin().toAbsolutePath().normalize();
    for (Path at = file.getParent(); at != null; at = at.getParent()) {
      Path name = at.getFileName();
      Path home = at.getParent();
      if (name != null && home != null && name.toString().equals("regression_data")) {
        try (Stream<Path> siblings = Files.list(home)) {
          return siblings
              .filter(path -> path.getFileName().toString().startsWith("rules"))
              .filter(Files::isDirectory)
              .sorted()
              .toList();
        }
      }
    }
    Path folder = file.getParent();
    return folder == null ? List.of() : List.of(folder);
  }

  private static Rule rule(RuleCase each, RuleReport report) {
    List<Rule> all = new ArrayList<>(report.rules());
    all.addAll(report.correlations());
    if (each.rule().isEmpty() && all.size() == 1) {
      return all.getFirst();
    }
    if (each.rule().isEmpty()) {
      throw new IllegalArgumentException(
          "rule of a case must be named where " + all.size() + " rules load" + refusal(report));
    }
    return all.stream()
        .filter(
            rule ->
                rule.id().equalsIgnoreCase(each.rule())
                    || rule.title().equalsIgnoreCase(each.rule())
                    || rule.name().equals(each.rule()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "rule (" + each.rule() + ") must be one that loads" + refusal(report)));
  }

  private static String refusal(RuleReport report) {
    return report.refusals().stream()
        .filter(refusal -> !refusal.title().isEmpty())
        .findFirst()
        .map(refusal -> "; refused: " + refusal)
        .orElse("");
  }

  private long matches(RuleCase each, Rule rule, RuleReport report) throws IOException {
    for (Path path : each.events()) {
      if (!Files.isReadable(path)) {
        throw new IllegalArgumentException("events (" + path + ") must be a readable file");
      }
    }
    return switch (rule) {
      case SigmaRule single -> {
        RuleSet set = RuleSet.compile(List.of(single), report.mapping());
        long[] count = new long[1];
        new RecordReading(TelemetryConfig.DEFAULT, clock)
            .read(
                each.events(),
                record -> {
                  count[0] += set.match(Rules.asEvent(record.log())).size();
                  return true;
                });
        yield count[0];
      }
      case CorrelationRule correlation -> findings(each, correlation, report);
    };
  }

  private long findings(RuleCase each, CorrelationRule correlation, RuleReport report)
      throws IOException {
    try (Scan scan =
        new Scan(
            TelemetryConfig.DEFAULT,
            Rules.of(RuleSet.compile(report)),
            IntrusionConfig.defaults(),
            clock,
            event -> {},
            (item, records) -> {})) {
      for (Path path : each.events()) {
        scan.read(path);
      }
      return scan.finish().findings().values().stream()
          .filter(finding -> finding.detector().id().equals(correlation.id()))
          .count();
    }
  }
}
