package io.testudo.app.cli;

import io.testudo.app.house.RuleBook;
import io.testudo.app.rules.CaseFolder;
import io.testudo.app.rules.CaseRun;
import io.testudo.app.rules.JUnitReport;
import io.testudo.app.rules.RuleCase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code testudo rules test}: rules against events on which their verdict is known. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = "Tests Sigma rules against events that must fire them and events that must not.",
    footer = {
      "",
      "Looks below FOLDER for files test.yml, as docs/formats/rule-test.md describes them, and for",
      "info.yml of SigmaHQ's regression_data. Without --rules, rules are those that a test names,",
      "else those beside it; for SigmaHQ's the folders rules* beside regression_data.",
      "",
      "Exit codes: 0 all pass; 1 some do not; 2 a wrong call, or no test there.",
      "",
      "  testudo rules test detections/ --junit report.xml",
      "  testudo rules test sigma/regression_data"
    })
final class RuleTestCommand implements Callable<Integer> {

  @ParentCommand private @Nullable RulesCommand parent;

  @Parameters(paramLabel = "FOLDER", description = "A folder of tests, or one file.")
  private Path folder = Path.of("");

  @Option(
      names = {"-r", "--rules"},
      paramLabel = "PATH",
      description = "Files or folders of rules; may be repeated.")
  private List<Path> rules = List.of();

  @Option(names = "--starter-rules", description = "Tests may name the starter rules too.")
  private boolean starterRules;

  @Option(names = "--junit", paramLabel = "FILE", description = "Writes a report in JUnit's XML.")
  private @Nullable Path junit;

  @Option(
      names = {"-v", "--verbose"},
      description = "Also those that pass.")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    RulesCommand.readable(List.of(folder));
    RulesCommand.readable(rules);
    Terminal terminal = RulesCommand.terminal(parent);
    CaseFolder found = CaseFolder.read(folder);
    if (found.cases().isEmpty() && found.problems().isEmpty()) {
      throw new IllegalArgumentException(
          "folder (" + folder + ") must hold rule tests, files test.yml or info.yml");
    }
    found.problems().forEach(problem -> failed(terminal, problem));
    CaseRun run =
        new CaseRun(
            rules,
            starterRules ? RuleBook.Starter.WITH : RuleBook.Starter.WITHOUT,
            InstantSource.system());
    List<CaseRun.Outcome> outcomes = new ArrayList<>();
    for (RuleCase each : found.cases()) {
      terminal.progress("Testing " + each.origin());
      CaseRun.Outcome outcome = run.run(each);
      outcomes.add(outcome);
      print(terminal, outcome);
    }
    Path report = junit;
    if (report != null) {
      JUnitReport.write(report, outcomes, found.problems());
    }
    long passed = outcomes.stream().filter(CaseRun.Outcome::passed).count();
    long failed = outcomes.size() - passed + found.problems().size();
    terminal.line(String.format(Locale.ROOT, "%,d tests pass, %,d do not", passed, failed));
    terminal.flush();
    return failed == 0 ? CommandLineFace.DONE : CommandLineFace.FOUND;
  }

  private void print(Terminal terminal, CaseRun.Outcome outcome) {
    String what =
        Terminal.safe(outcome.title(), 100) + ": " + Terminal.safe(outcome.ran().name(), 100);
    if (!outcome.passed()) {
      failed(terminal, what + ": " + outcome.problem());
      terminal.line("    " + Terminal.safe(outcome.ran().origin().toString(), 200));
    } else if (verbose) {
      terminal.line(terminal.styled("✔", Terminal.Style.GREEN) + " " + what);
    }
  }

  private static void failed(Terminal terminal, String what) {
    terminal.line(terminal.styled("✘", Terminal.Style.RED) + " " + Terminal.safe(what, 400));
  }
}
