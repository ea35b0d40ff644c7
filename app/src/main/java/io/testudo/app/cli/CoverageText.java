package io.testudo.app.cli;

import io.testudo.app.rules.Coverage;
import io.testudo.app.rules.Coverage.Count;
import io.testudo.app.rules.Coverage.Covered;
import io.testudo.sigma.coverage.Firing;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints coverage: a heat map of tactics and techniques, and the rules that cannot fire. */
final class CoverageText {
  static final int FEW = 12;
  private static final int BAR = 20;
  private static final int MANY_RULES = 5;

  private final Terminal terminal;
  private final int most;

  /**
   * @param most how many of a kind are told before the rest is counted
   */
  CoverageText(Terminal terminal, int most) {
    this.terminal = terminal;
    this.most = most;
  }

  void print(Coverage coverage) {
    heading("Log sources seen");
    coverage.events().forEach((source, count) -> row(count, source.toString()));
    heading("Techniques by tactic: rules that can fire here of those that are loaded");
    coverage.tactics().forEach(this::tactic);
    sourcesNeverSeen(coverage);
    fieldsNeverSeen(coverage);
    long able = coverage.rules().stream().filter(Covered::canFire).count();
    long techniques = coverage.techniques().values().stream().filter(c -> c.able() > 0).count();
    terminal.line("");
    terminal.line(
        String.format(
            Locale.ROOT,
            "%,d of %,d rules can fire here, for %,d of %,d techniques",
            able,
            coverage.rules().size(),
            techniques,
            coverage.techniques().size()));
  }

  private void heading(String text) {
    terminal.line("");
    terminal.line(terminal.styled(text, Terminal.Style.BOLD));
  }

  private void row(long count, String text) {
    terminal.line(String.format(Locale.ROOT, "%9d  %s", count, Terminal.safe(text, 160)));
  }

  private void tactic(Tactic tactic, SortedMap<Technique, Count> techniques) {
    long covered = techniques.values().stream().filter(count -> count.able() > 0).count();
    int full = (int) Math.round((double) BAR * covered / techniques.size());
    terminal.line(
        String.format(
            Locale.ROOT,
            "  %-22s %s%s %3d of %3d",
            tactic.slug(),
            terminal.styled("█".repeat(full), Terminal.Style.GREEN),
            terminal.styled("░".repeat(BAR - full), Terminal.Style.DIM),
            covered,
            techniques.size()));
    List<String> cells =
        techniques.entrySet().stream()
            .sorted(
                Comparator.comparing(
                    (Map.Entry<Technique, Count> e) -> e.getValue().able(),
                    Comparator.reverseOrder()))
            .limit(most)
            .map(entry -> cell(entry.getKey(), entry.getValue()))
            .toList();
    for (int from = 0; from < cells.size(); from += 6) {
      terminal.line(
          "      " + String.join(" ", cells.subList(from, Math.min(cells.size(), from + 6))));
    }
  }

  private String cell(Technique technique, Count count) {
    Terminal.Style style =
        count.able() == 0
            ? Terminal.Style.RED
            : count.able() < MANY_RULES ? Terminal.Style.YELLOW : Terminal.Style.GREEN;
    String text = String.format(Locale.ROOT, "%s %d/%d", technique, count.able(), count.all());
    return terminal.styled(String.format(Locale.ROOT, "%-17s", text), style);
  }

  private void sourcesNeverSeen(Coverage coverage) {
    Map<String, Long> silent =
        coverage.rules().stream()
            .filter(each -> each.firing() instanceof Firing.SourceNeverSeen)
            .collect(
                Collectors.groupingBy(Covered::logSource, TreeMap::new, Collectors.counting()));
    if (silent.isEmpty()) {
      return;
    }
    heading("Rules that can never fire: their log source was not seen");
    silent.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(most)
        .forEach(entry -> row(entry.getValue(), entry.getKey()));
    rest(silent.size(), "log sources");
  }

  private void fieldsNeverSeen(Coverage coverage) {
    List<Covered> blind =
        coverage.rules().stream()
            .filter(
                each ->
                    each.firing() instanceof Firing.FieldsNeverSeen
                        || each.firing() instanceof Firing.RulesCannotFire)
            .toList();
    if (blind.isEmpty()) {
      return;
    }
    heading("Rules that can never fire: fields that they ask for were not seen");
    blind.stream()
        .limit(most)
        .forEach(
            each ->
                terminal.line(
                    "  "
                        + Terminal.safe(each.rule().title(), 90)
                        + "  "
                        + Terminal.safe(each.logSource(), 160)
                        + ": "
                        + Terminal.safe(why(each.firing()), 160)));
    rest(blind.size(), "rules");
  }

  private static String why(Firing firing) {
    return switch (firing) {
      case Firing.Possible possible -> "can fire";
      case Firing.SourceNeverSeen never -> "its log source was not seen";
      case Firing.FieldsNeverSeen fields ->
          fields.fields().isEmpty()
              ? "it asks for what no field can give"
              : String.join(", ", fields.fields());
      case Firing.RulesCannotFire rules -> "rules that it takes: " + rules.rules().size();
    };
  }

  private void rest(int all, String what) {
    if (all > most) {
      terminal.line("          … and " + (all - most) + " more " + what + "; --verbose tells all");
    }
  }
}
