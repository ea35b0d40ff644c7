package io.testudo.app.cli;

import io.testudo.app.config.TestudoConfig;
import io.testudo.app.rules.ExceptionImpact;
import io.testudo.app.rules.RecordReading;
import io.testudo.app.rules.RuleChoice;
import io.testudo.app.rules.RuleException;
import io.testudo.sigma.RuleReport;
import io.testudo.sigma.SigmaRule;
import io.testudo.telemetry.TelemetryConfig;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code testudo rules except}: an exception to a rule, after a look at what it changes. */
@Command(
    name = "except",
    mixinStandardHelpOptions = true,
    description = "Writes an exception to a Sigma rule, after telling what it would have removed.",
    footer = {
      "",
      "The exception is a Sigma filter in a file of its own, in the folder that --into names, else in",
      "the first folder of rules. Conditions of different fields must all hold; of one field any. A",
      "field takes Sigma's modifiers, a value its wildcards.",
      "",
      "Exit codes: 0 written; 1 not written, for it would remove every match; 2 a wrong call.",
      "",
      "  testudo rules except 'Archiver runs' --where 'User|startswith=adm_' --rules site/ --over logs/"
    })
final class ExceptCommand implements Callable<Integer> {

  @ParentCommand private @Nullable RulesCommand parent;

  @Parameters(paramLabel = "RULE", description = "A file, or the id, name or title of one rule.")
  private String rule = "";

  @Option(
      names = {"-w", "--where"},
      paramLabel = "FIELD=VALUE",
      required = true,
      description = "What is left out; may be repeated.")
  private List<String> where = List.of();

  @Option(
      names = {"-r", "--rules"},
      paramLabel = "PATH",
      description = "Where rules and the site's documents lie; may be repeated.")
  private List<Path> folders = List.of();

  @Option(
      names = {"-d", "--data"},
      paramLabel = "FOLDER",
      description = "Takes the folders of rules that serve takes from there too.")
  private @Nullable Path data;

  @Option(
      names = {"-o", "--over"},
      paramLabel = "PATH",
      description = "Telemetry on which the effect is shown; may be repeated.")
  private List<Path> telemetry = List.of();

  @Mixin private final DeclaredLogs mappings = new DeclaredLogs();

  @Option(names = "--into", paramLabel = "FOLDER", description = "Where the exception is written.")
  private @Nullable Path into;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for people.")
  private String reason = "";

  @Option(names = "--dry-run", description = "Tells the effect and writes nothing.")
  private boolean dryRun;

  @Option(names = "--all", description = "Writes it although it removes every match.")
  private boolean all;

  @Override
  public Integer call() throws IOException {
    Terminal terminal = RulesCommand.terminal(parent);
    List<Path> paths = new ArrayList<>(folders);
    Path house = data;
    if (house != null) {
      paths.addAll(TestudoConfig.load(house).rules());
    }
    RulesCommand.readable(paths);
    RulesCommand.readable(telemetry);
    RuleChoice choice = RuleChoice.of(rule, paths);
    if (choice.rules().size() > 1) {
      throw new IllegalArgumentException(
          "rule (" + rule + ") must be one; it is " + choice.rules().size());
    }
    SigmaRule without = choice.rules().getFirst();
    LocalDate today = LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC);
    RuleException exception = RuleException.of(without, where, reason, today);
    SigmaRule with = excepted(choice, without, exception);
    boolean silences = false;
    if (!telemetry.isEmpty()) {
      RecordReading reading =
          new RecordReading(
              TelemetryConfig.DEFAULT.withMappings(mappings.load()), InstantSource.system());
      ExceptionImpact impact =
          ExceptionImpact.of(without, with, choice.report().mapping(), reading, telemetry);
      print(terminal, impact);
      silences = impact.silences();
    }
    terminal.line("");
    exception.document().lines().forEach(line -> terminal.line("    " + Terminal.safe(line, 400)));
    return finish(terminal, exception, paths, silences);
  }

  private int finish(Terminal terminal, RuleException exception, List<Path> paths, boolean silences)
      throws IOException {
    int code = CommandLineFace.DONE;
    if (silences && !all && !dryRun) {
      terminal.line("Not written: it would remove every match. --all writes it nevertheless.");
      code = CommandLineFace.FOUND;
    } else if (!dryRun) {
      terminal.line("Written to " + write(exception, paths));
    }
    terminal.flush();
    return code;
  }

  /** The rule with the exception, all documents of the site taken together. */
  private static SigmaRule excepted(RuleChoice choice, SigmaRule without, RuleException exception) {
    choice.report().filters().stream()
        .filter(filter -> filter.head().id().equals(exception.id()))
        .findFirst()
        .ifPresent(
            filter -> {
              throw new IllegalArgumentException(
                  "exception must be new; it is that of " + filter.head().origin());
            });
    RuleReport report = choice.with(exception.fileName(), exception.document());
    for (RuleReport.Notice refusal : report.refusals()) {
      if (refusal.origin().equals(exception.fileName())) {
        throw new IllegalArgumentException("exception must be a valid filter: " + refusal.reason());
      }
    }
    return report.rules().stream()
        .filter(each -> each.id().equals(without.id()) && !each.digest().equals(without.digest()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "exception must apply to the rule\n"
                        + "Maybe a pipeline gives the rule another log source than its file does."));
  }

  private static void print(Terminal terminal, ExceptionImpact impact) {
    terminal.line(
        String.format(
            Locale.ROOT,
            "%,d of %,d matches in %,d log records would have been removed",
            impact.removed(),
            impact.before(),
            impact.records()));
    for (RecordReading.Numbered example : impact.examples()) {
      terminal.line(
          "  "
              + example.log().time()
              + "  "
              + Terminal.safe(example.log().host(), 60)
              + "  "
              + Terminal.safe(example.log().origin().item(), 120)
              + " record "
              + example.log().origin().record());
    }
  }

  private Path write(RuleException exception, List<Path> paths) throws IOException {
    Path folder = into;
    if (folder == null) {
      folder =
          paths.stream()
              .filter(Files::isDirectory)
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException("a folder must be named by --into or --rules"));
    }
    Path file = Files.createDirectories(folder).resolve(exception.fileName());
    try {
      return Files.writeString(file, exception.document(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException("exception (" + file + ") must not be there already", e);
    }
  }
}
