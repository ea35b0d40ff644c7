package io.testudo.benchmarks;

import io.testudo.suricata.RuleProblem;
import io.testudo.suricata.RuleReader;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Suricata rules against the tests of suricata-verify: for every test that expects alerts, whether
 * each count is met exactly, and the keywords that are honoured and those that are not.
 */
public final class SuricataVerify {
  private final List<SuricataCase.Outcome> expecting = new ArrayList<>();
  private final List<String> incomplete = new ArrayList<>();
  private final List<SuricataCase.Outcome> silent = new ArrayList<>();

  private SuricataVerify() {}

  /** Prints the tables; arguments name single tests. */
  public static void main(String[] arguments) throws IOException {
    Path data = SharedData.folder().resolve("data/pcap-suricata-verify.zip");
    SuricataVerify verify = new SuricataVerify();
    try (FileSystem zip = FileSystems.newFileSystem(data)) {
      try (Stream<Path> folders = Files.list(zip.getPath("/"))) {
        for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
          verify.run(folder, List.of(arguments));
        }
      }
    }
    verify.print();
  }

  private void run(Path folder, List<String> names) throws IOException {
    SuricataCase test = SuricataCase.read(folder);
    if (test == null || (!names.isEmpty() && !names.contains(test.name()))) {
      return;
    }
    if (test.expectsAlerts()) {
      SuricataCase.Outcome outcome = test.run();
      expecting.add(outcome);
      if (!outcome.isPassed() && !test.missing().isEmpty()) {
        incomplete.add(test.name() + " (" + String.join(", ", test.missing()) + ")");
      }
    } else if (!test.filters().isEmpty()) {
      silent.add(test.run());
    }
  }

  private static boolean isSupported(SuricataCase.Outcome outcome) {
    return outcome.rules().problems().stream()
        .noneMatch(
            problem ->
                problem.kind() == RuleProblem.Kind.UNSUPPORTED
                    || problem.kind() == RuleProblem.Kind.UNREADABLE);
  }

  private static String share(List<SuricataCase.Outcome> outcomes) {
    long passed = outcomes.stream().filter(SuricataCase.Outcome::isPassed).count();
    double percent = outcomes.isEmpty() ? 0 : 100.0 * passed / outcomes.size();
    return String.format("%d | %d | %.1f %%", outcomes.size(), passed, percent);
  }

  private void print() {
    List<SuricataCase.Outcome> supported =
        expecting.stream().filter(SuricataVerify::isSupported).toList();
    System.out.println("| Tests | number | passed | share |\n| --- | --- | --- | --- |");
    System.out.println("| that expect alerts | " + share(expecting) + " |");
    System.out.println("| of these, all rules honoured | " + share(supported) + " |");
    System.out.println("| that expect none | " + share(silent) + " |");
    System.out.println(
        "\n"
            + incomplete.size()
            + " of those that fail name files that are not in the set: "
            + String.join(", ", incomplete)
            + ".");
    System.out.println(
        "\n## Tests that fail\n\n| Test | Differences | Not honoured |\n| --- | --- | --- |");
    List<SuricataCase.Outcome> all = new ArrayList<>(expecting);
    all.addAll(silent);
    for (SuricataCase.Outcome outcome : all) {
      if (!outcome.isPassed()) {
        System.out.println(
            "| "
                + outcome.name()
                + " | "
                + brief(outcome.differences())
                + " | "
                + reasons(outcome)
                + " |");
      }
    }
    printKeywords();
  }

  private static String brief(List<String> differences) {
    int most = 6;
    String text = String.join("; ", differences.subList(0, Math.min(most, differences.size())));
    return differences.size() > most ? text + "; " + (differences.size() - most) + " more" : text;
  }

  private static String reasons(SuricataCase.Outcome outcome) {
    return String.join(
        "; ",
        new TreeSet<>(
            outcome.rules().problems().stream()
                .filter(problem -> problem.kind() != RuleProblem.Kind.REPEATED)
                .map(RuleProblem::reason)
                .toList()));
  }

  private void printKeywords() {
    Map<String, Integer> missing = new TreeMap<>();
    for (SuricataCase.Outcome outcome : expecting) {
      TreeSet<String> here = new TreeSet<>();
      for (RuleProblem problem : outcome.rules().problems()) {
        if (problem.kind() == RuleProblem.Kind.UNSUPPORTED) {
          here.add(problem.keyword());
        }
      }
      here.forEach(keyword -> missing.merge(keyword, 1, Integer::sum));
    }
    System.out.println("\n## Keywords that are honoured\n");
    System.out.println(String.join(", ", RuleReader.keywords()));
    System.out.println("\n## Not honoured, and in how many of the tests\n");
    missing.forEach((keyword, tests) -> System.out.println("- " + keyword + ": " + tests));
    TreeMap<String, Integer> ignored = new TreeMap<>();
    for (SuricataCase.Outcome outcome : expecting) {
      new TreeSet<>(outcome.ignored())
          .forEach(key -> ignored.merge(key.replaceAll("\\[.*", ""), 1, Integer::sum));
    }
    System.out.println(
        "\n## Conditions on log lines that are not compared, and in how many tests\n");
    System.out.println(ignored);
  }
}
