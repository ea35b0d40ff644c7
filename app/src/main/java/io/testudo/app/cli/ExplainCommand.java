package io.testudo.app.cli;

import io.testudo.app.rules.ExplanationJson;
import io.testudo.app.rules.RecordReading;
import io.testudo.app.rules.RecordReading.Numbered;
import io.testudo.app.rules.RuleChoice;
import io.testudo.intrusion.Rules;
import io.testudo.sigma.SigmaRule;
import io.testudo.sigma.explanation.Explainer;
import io.testudo.sigma.explanation.Explanation;
import io.testudo.telemetry.TelemetryConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code testudo rules explain}: why a rule holds for events, or why not. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Tells why a Sigma rule holds for events, or why it does not.",
    footer = {
      "",
      "RULE is a file, or the id, name or title of a rule. EVENTS is a file or folder in any format",
      "that 'testudo scan' reads. Without --record the events of the rule's log source are explained;",
      "where none is of it, the first event.",
      "",
      "Exit codes: 0 the rule holds for an event that was looked at; 1 for none; 2 a wrong call."
    })
final class ExplainCommand implements Callable<Integer> {

  @ParentCommand private @Nullable RulesCommand parent;

  @Parameters(index = "0", paramLabel = "RULE", description = "What is explained.")
  private String rule = "";

  @Parameters(index = "1", paramLabel = "EVENTS", description = "A file or a folder.")
  private Path events = Path.of("");

  @Option(
      names = {"-r", "--rules"},
      paramLabel = "PATH",
      description = "Where rules, filters, pipelines and values of the site lie; may be repeated.")
  private List<Path> folders = List.of();

  @Mixin private final DeclaredLogs mappings = new DeclaredLogs();

  @Option(
      names = {"-n", "--record"},
      paramLabel = "N",
      description = "Explains the N-th log record alone, counted from 1.")
  private long only;

  @Option(
      names = "--most",
      paramLabel = "COUNT",
      description = "Explains at most so many events of each rule (5).")
  private long most = 5;

  @Option(names = "--json", description = "One JSON object an explanation.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (only < 0 || most < 1) {
      throw new IllegalArgumentException("--record and --most must be at least 1");
    }
    RuleChoice choice = RuleChoice.of(rule, RulesCommand.readable(folders));
    RulesCommand.readable(List.of(events));
    Terminal terminal = RulesCommand.terminal(parent);
    boolean held = false;
    for (SigmaRule each : choice.rules()) {
      held |= explain(each, choice, terminal) > 0;
    }
    terminal.flush();
    return held ? CommandLineFace.DONE : CommandLineFace.FOUND;
  }

  /** What has been explained of a rule so far. */
  private static final class Progress {
    private @Nullable Numbered first;
    private long ofLogSource;
    private long held;
    private long shown;
  }

  private long explain(SigmaRule each, RuleChoice choice, Terminal terminal) throws IOException {
    Explainer explainer = new Explainer(each, choice.report().mapping());
    if (!json) {
      terminal.line(
          terminal.styled(Terminal.safe(each.title(), 120), Terminal.Style.BOLD)
              + "  "
              + Terminal.safe(each.id(), 60)
              + "  "
              + Terminal.safe(each.logSource().toString(), 160));
    }
    Progress progress = new Progress();
    RecordReading.Outcome outcome =
        reading().read(List.of(events), record -> explain(explainer, record, progress, terminal));
    Numbered first = progress.first;
    if (only > 0 && outcome.records() < only) {
      throw new IllegalArgumentException(
          "record (" + only + ") must be one of the " + outcome.records() + " of " + events);
    }
    if (progress.shown == 0 && first != null) {
      print(explainer.explain(Rules.asEvent(first.log())), first, terminal);
    }
    if (!json && only == 0) {
      terminal.line(
          String.format(
              Locale.ROOT,
              "%,d log records, %,d of the rule's log source; the rule holds for %,d%s",
              outcome.records(),
              progress.ofLogSource,
              progress.held,
              outcome.parked() == 0
                  ? ""
                  : String.format(Locale.ROOT, "; %,d not understood", outcome.parked())));
    }
    return progress.held;
  }

  private RecordReading reading() {
    return new RecordReading(
        TelemetryConfig.DEFAULT.withMappings(mappings.load()), InstantSource.system());
  }

  /** Whether more records are wanted. */
  private boolean explain(
      Explainer explainer, Numbered record, Progress progress, Terminal terminal) {
    if (only > 0 && record.number() < only) {
      return true;
    }
    progress.first = progress.first == null ? record : progress.first;
    Explanation explanation = explainer.explain(Rules.asEvent(record.log()));
    progress.held += explanation.holds() ? 1 : 0;
    boolean ours = explanation.isOfItsLogSource();
    progress.ofLogSource += ours ? 1 : 0;
    if (only > 0 || (ours && progress.shown < most)) {
      print(explanation, record, terminal);
      progress.shown++;
    }
    return only == 0;
  }

  private void print(Explanation explanation, Numbered record, Terminal terminal) {
    if (json) {
      terminal.line(ExplanationJson.of(explanation, record).toString());
    } else {
      new ExplanationText(terminal).print(explanation, record);
    }
  }
}
