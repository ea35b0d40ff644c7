package io.testudo.app.cli;

import io.testudo.app.config.TestudoConfig;
import io.testudo.app.config.TestudoConfig.SourceConfig;
import io.testudo.app.house.RuleBook;
import io.testudo.app.rules.Coverage;
import io.testudo.app.rules.NavigatorLayer;
import io.testudo.app.rules.RecordReading;
import io.testudo.intrusion.Rules;
import io.testudo.sigma.RuleReport;
import io.testudo.sigma.coverage.SourceSightings;
import io.testudo.telemetry.TelemetryConfig;
import io.testudo.telemetry.mapping.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code testudo rules coverage}: what rules cover of ATT&CK on the telemetry that is there. */
@Command(
    name = "coverage",
    mixinStandardHelpOptions = true,
    description = "Tells which techniques Sigma rules cover here, and which rules can never fire.",
    footer = {
      "",
      "PATHS hold telemetry of the sources that are really there, a day of each for instance: a rule",
      "can fire if its log source was seen, with the fields without which it cannot hold.",
      "",
      "Exit codes: 0 done; 2 a wrong call.",
      "",
      "  testudo rules coverage --rules sigma/rules --navigator layer.json logs/",
      "  testudo rules coverage --data testudo-data"
    })
final class CoverageCommand implements Callable<Integer> {
  private static final int PROGRESS_EVERY = 4096;

  @ParentCommand private @Nullable RulesCommand parent;

  @Parameters(paramLabel = "PATH", arity = "0..*", description = "Files or folders of telemetry.")
  private List<Path> paths = List.of();

  @Option(
      names = {"-r", "--rules"},
      paramLabel = "PATH",
      description = "Sigma rules, a file or a folder, beside the starter set; may be repeated.")
  private List<Path> rules = List.of();

  @Option(
      names = {"-d", "--data"},
      paramLabel = "FOLDER",
      description = "Takes the rules and the folders of sources that serve takes from there too.")
  private @Nullable Path data;

  @Option(names = "--no-starter-rules", description = "Leaves the starter rules out.")
  private boolean noStarterRules;

  @Mixin private final DeclaredLogs mappings = new DeclaredLogs();

  @Option(
      names = "--navigator",
      paramLabel = "FILE",
      description = "Writes a layer for the ATT&CK Navigator.")
  private @Nullable Path navigator;

  @Option(
      names = {"-v", "--verbose"},
      description = "Every technique, and every rule that cannot fire.")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    Terminal terminal = RulesCommand.terminal(parent);
    List<Path> folders = new ArrayList<>(rules);
    List<Telemetry> telemetry = new ArrayList<>();
    telemetry.add(new Telemetry(paths, mappings.load()));
    Path house = data;
    if (house != null) {
      take(TestudoConfig.load(house), folders, telemetry, terminal);
    }
    if (telemetry.stream().allMatch(each -> each.paths().isEmpty())) {
      throw new IllegalArgumentException("files or folders of telemetry must be named");
    }
    RulesCommand.readable(folders);
    telemetry.forEach(each -> RulesCommand.readable(each.paths()));
    RuleReport report =
        RuleBook.report(
            Map.of(), folders, noStarterRules ? RuleBook.Starter.WITHOUT : RuleBook.Starter.WITH);
    SourceSightings sightings = new SourceSightings(report);
    long records = 0;
    long parked = 0;
    for (Telemetry each : telemetry) {
      RecordReading.Outcome outcome = read(each, sightings, terminal);
      records += outcome.records();
      parked += outcome.parked();
    }
    Coverage coverage = Coverage.of(report, sightings);
    new CoverageText(terminal, verbose ? Integer.MAX_VALUE : CoverageText.FEW).print(coverage);
    Path layer = navigator;
    if (layer != null) {
      Files.writeString(layer, NavigatorLayer.of(coverage));
    }
    terminal.remark(
        String.format(
            Locale.ROOT,
            "%,d log records%s",
            records,
            parked == 0 ? "" : String.format(Locale.ROOT, "; %,d not understood", parked)));
    terminal.flush();
    return CommandLineFace.DONE;
  }

  /** Telemetry that is read under the same declarations. */
  private record Telemetry(List<Path> paths, List<Mapping> mappings) {}

  /** What a data folder is configured to read, as far as it lies in files. */
  private static void take(
      TestudoConfig config, List<Path> rules, List<Telemetry> telemetry, Terminal terminal) {
    rules.addAll(config.rules());
    for (SourceConfig source : config.sources()) {
      if (source instanceof SourceConfig.Folder folder) {
        if (Files.isDirectory(folder.folder())) {
          telemetry.add(new Telemetry(List.of(folder.folder()), folder.mappings()));
        }
      } else {
        terminal.remark(
            "Source " + source.name() + " is no folder; give what it sends as a file to count it.");
      }
    }
  }

  private static RecordReading.Outcome read(
      Telemetry telemetry, SourceSightings sightings, Terminal terminal) throws IOException {
    return new RecordReading(
            TelemetryConfig.DEFAULT.withMappings(telemetry.mappings()), InstantSource.system())
        .read(
            telemetry.paths(),
            record -> {
              sightings.observe(Rules.asEvent(record.log()));
              if (record.number() % PROGRESS_EVERY == 0) {
                terminal.progress(String.format(Locale.ROOT, "%,d log records", record.number()));
              }
              return true;
            });
  }
}
