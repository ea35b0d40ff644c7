package io.testudo.app.cli;

import io.testudo.app.rules.RecordReading.Numbered;
import io.testudo.sigma.explanation.Explanation;
import io.testudo.sigma.explanation.Ground;
import io.testudo.sigma.explanation.Ground.Comparison;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Prints what a rule makes of an event, as a tree. */
final class ExplanationText {
  private static final int MOST_SHOWN = 6;
  private static final int MOST_CHARACTERS = 160;

  private final Terminal terminal;

  ExplanationText(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(Explanation explanation, Numbered record) {
    terminal.line(
        terminal.styled(
                "record " + record.number() + " of " + safe(record.log().origin().item()),
                Terminal.Style.BOLD)
            + ", "
            + record.log().time()
            + ": "
            + (explanation.holds()
                ? terminal.styled("the rule holds", Terminal.Style.GREEN)
                : terminal.styled("the rule does not hold", Terminal.Style.RED)));
    List<Explanation.AsSource> belonging =
        explanation.sources().stream().filter(Explanation.AsSource::belongs).toList();
    for (Explanation.AsSource source : belonging) {
      terminal.line("  as " + safe(source.logSource().toString()));
      print(source.ground(), "    ");
    }
    if (belonging.isEmpty()) {
      terminal.line("  is of none of the log sources that the rule means:");
      explanation.sources().stream().limit(MOST_SHOWN).forEach(this::stranger);
    }
  }

  /** Of a log source that the event is not of, the occasion that comes nearest. */
  private void stranger(Explanation.AsSource source) {
    List<Explanation.Fact> nearest =
        source.occasions().stream()
            .max(
                Comparator.comparingDouble(
                    facts ->
                        facts.stream().filter(Explanation.Fact::holds).count()
                            / (1.0 + facts.size())))
            .orElse(List.of());
    terminal.line(mark(false, "    ") + safe(source.logSource().toString()));
    for (Explanation.Fact fact : nearest) {
      terminal.line(
          mark(fact.holds(), "      ")
              + safe(fact.field())
              + (fact.value().isEmpty() ? " is absent" : " = " + quoted(fact.value()))
              + ", wants "
              + fact.wanted().stream()
                  .limit(MOST_SHOWN)
                  .map(ExplanationText::quoted)
                  .collect(Collectors.joining(" or ")));
    }
  }

  private String mark(boolean holds, String indent) {
    return indent
        + (holds
            ? terminal.styled("✔", Terminal.Style.GREEN)
            : terminal.styled("✘", Terminal.Style.RED))
        + " ";
  }

  private void print(Ground ground, String indent) {
    String line = mark(ground.holds(), indent);
    switch (ground) {
      case Ground.Together together -> {
        String joint =
            switch (together.joint()) {
              case ALL -> "all of";
              case ANY -> "any of";
              case NOT -> "not";
              case AT_LEAST ->
                  together.least() == together.parts().size()
                      ? "all of"
                      : "at least " + together.least() + " of";
            };
        terminal.line(line + joint);
        together.parts().forEach(part -> print(part, indent + "  "));
      }
      case Ground.Search search -> {
        terminal.line(line + terminal.styled(safe(search.name()), Terminal.Style.BOLD));
        print(search.asked(), indent + "  ");
      }
      case Ground.Item item -> terminal.line(line + text(item));
    }
  }

  private static String text(Ground.Item item) {
    String field = item.field().isEmpty() ? "any text of the event" : safe(item.field());
    String from = String.join(", ", item.found().isEmpty() ? item.lookedAt() : item.found());
    if (!from.isEmpty() && !from.equals(item.field())) {
      field += " (" + safe(from) + ")";
    }
    String value = "";
    if (item.isMissing()) {
      value = " is missing";
    } else if (!item.field().isEmpty()) {
      value = " = " + shown(item.values().stream().map(ExplanationText::quoted).toList(), 0, ", ");
    }
    return field + value + wanted(item);
  }

  private static String wanted(Ground.Item item) {
    List<Comparison> held = item.comparisons().stream().filter(Comparison::holds).toList();
    List<Comparison> failed = item.comparisons().stream().filter(c -> !c.holds()).toList();
    return switch (item.join()) {
      case ANY ->
          item.holds()
              ? ", wants " + list(held.subList(0, Math.min(1, held.size())), 0)
              : ", wants " + list(failed, item.left());
      case ALL ->
          item.holds()
              ? ", wants all of " + list(held, item.left(), " and ")
              : ", wants all and lacks " + list(failed, 0, " and ");
      case NONE ->
          item.holds() || held.isEmpty()
              ? ", must not be " + list(failed, item.left())
              : ", must not be " + list(held, 0);
      case NOT_ALL -> ", must not be all of " + list(item.comparisons(), item.left(), " and ");
    };
  }

  private static String list(List<Comparison> comparisons, int left) {
    return list(comparisons, left, " or ");
  }

  private static String list(List<Comparison> comparisons, int left, String between) {
    List<String> texts =
        comparisons.stream()
            .map(c -> quoted(c.wanted()) + (c.remark().isEmpty() ? "" : " (" + c.remark() + ")"))
            .toList();
    return shown(texts, left, between);
  }

  private static String shown(List<String> texts, int left, String between) {
    int more = left + Math.max(0, texts.size() - MOST_SHOWN);
    return texts.stream().limit(MOST_SHOWN).collect(Collectors.joining(between))
        + (more > 0 ? " … and " + more + " more" : "");
  }

  private static String quoted(String text) {
    return "‘" + safe(text) + "’";
  }

  private static String safe(String text) {
    return Terminal.safe(text, MOST_CHARACTERS);
  }
}
