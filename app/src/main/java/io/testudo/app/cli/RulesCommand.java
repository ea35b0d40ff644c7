package io.testudo.app.cli;

import io.testudo.app.house.RuleBook;
import io.testudo.sigma.LogSource;
import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.RuleLoader;
import io.testudo.sigma.RuleReport;
import io.testudo.suricata.RuleProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code testudo rules}: Sigma and Suricata rules. */
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Looks after Sigma and Suricata rules.",
    subcommands = {
      RulesCommand.Check.class,
      ExplainCommand.class,
      RuleTestCommand.class,
      CoverageCommand.class,
      ExceptCommand.class
    })
final class RulesCommand implements Runnable {

  @ParentCommand private @Nullable CommandLineFace root;

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  /** The terminal that the options ask for. */
  static Terminal terminal(@Nullable RulesCommand command) {
    CommandLineFace root = command == null ? null : command.root;
    return root == null ? Terminal.ofProcess(Terminal.Colour.NEVER) : root.terminal();
  }

  /** These paths, all of which can be read. */
  static List<Path> readable(List<Path> paths) {
    for (Path path : paths) {
      if (path.toString().isEmpty() || !Files.isReadable(path)) {
        throw new IllegalArgumentException("path (" + path + ") must be a readable file or folder");
      }
    }
    return paths;
  }

  /** {@code testudo rules check}. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Tells which rules load, and of each that cannot be honoured the reason.",
      footer = {"", "Exit codes: 0 all load; 1 some cannot be honoured; 2 a wrong call."})
  static final class Check implements Callable<Integer> {

    @ParentCommand private @Nullable RulesCommand parent;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "Rule files or folders.")
    private List<Path> paths = List.of();

    @Option(
        names = {"-v", "--verbose"},
        description = "Also warnings, and how many rules each log source has.")
    private boolean verbose;

    @Override
    public Integer call() {
      Terminal terminal = terminal(parent);
      readable(paths);
      List<Path> sigma = paths.stream().filter(path -> !RuleBook.isOfSuricata(path)).toList();
      RuleReport report = new RuleLoader(LogSourceMapping.standard(), Map.of()).load(sigma);
      io.testudo.suricata.RuleReport packets = RuleBook.suricata(paths);
      List<RuleReport.Notice> refusals = report.refusals();
      for (RuleReport.Notice refused : refusals) {
        notice(terminal, refused, Terminal.Style.RED);
      }
      packets.problems().forEach(problem -> problem(terminal, problem));
      if (verbose) {
        report.warnings().forEach(warning -> notice(terminal, warning, Terminal.Style.YELLOW));
        report.rulesByLogSource().entrySet().stream()
            .sorted(
                Map.Entry.<LogSource, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(entry -> entry.getKey().toString(), Comparator.naturalOrder()))
            .forEach(
                entry ->
                    terminal.line(
                        String.format(Locale.ROOT, "%6d  %s", entry.getValue(), entry.getKey())));
      }
      unfilled(terminal, report);
      int loaded =
          report.rules().size()
              + report.correlations().size()
              + report.filters().size()
              + packets.honoured();
      int rejected = refusals.size() + packets.problems().size();
      terminal.line(
          String.format(
              Locale.ROOT,
              "%,d rules load, %,d cannot be honoured (%.1f %% load), %,d warnings%s",
              loaded,
              rejected,
              loaded + rejected == 0 ? 0.0 : 100.0 * loaded / (loaded + rejected),
              report.warnings().size(),
              verbose || report.warnings().isEmpty() ? "" : "; --verbose tells them"));
      terminal.flush();
      return rejected == 0 ? CommandLineFace.DONE : CommandLineFace.FOUND;
    }

    private static void unfilled(Terminal terminal, RuleReport report) {
      if (report.unfilled().isEmpty()) {
        return;
      }
      terminal.line("Placeholders without a value; a document of values among the rules gives it:");
      report
          .unfilled()
          .forEach(
              (name, rules) ->
                  terminal.line(
                      String.format(
                          Locale.ROOT, "%6d  %%%s%%", rules.size(), Terminal.safe(name, 100))));
    }

    private static void problem(Terminal terminal, RuleProblem problem) {
      terminal.line(
          terminal.styled(Terminal.safe(problem.place(), 200), Terminal.Style.RED)
              + ": "
              + Terminal.safe(problem.told(), 300));
    }

    private static void notice(Terminal terminal, RuleReport.Notice notice, Terminal.Style style) {
      terminal.line(
          terminal.styled(Terminal.safe(notice.origin(), 200), style)
              + (notice.title().isEmpty() ? "" : "  “" + Terminal.safe(notice.title(), 100) + "”")
              + ": "
              + Terminal.safe(notice.reason(), 300));
    }
  }
}
