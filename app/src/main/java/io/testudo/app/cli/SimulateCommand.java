package io.testudo.app.cli;

import io.testudo.simulation.Campaign;
import io.testudo.simulation.Simulation;
import io.testudo.simulation.SimulationConfig;
import io.testudo.simulation.SimulationConfig.Plot;
import io.testudo.simulation.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code testudo simulate}: a labelled campaign as files. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = "Writes two hours of an office as its sensors record them, with their labels.",
    footer = {
      "",
      "Writes telemetry/ (edge.pcap, zeek/, windows/, syslog.log) and campaign.json. The same seed",
      "and start give the same bytes. Nothing is attacked: it is telemetry alone."
    })
final class SimulateCommand implements Callable<Integer> {

  @ParentCommand private @Nullable CommandLineFace root;

  @Parameters(paramLabel = "FOLDER", description = "Where to write; made if need be.")
  private Path folder = Path.of(".");

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which story to tell (1).")
  private long seed = 1;

  @Option(
      names = "--start",
      paramLabel = "INSTANT",
      defaultValue = "2026-03-02T08:00:00Z",
      description = "When it begins, in UTC (2026-03-02T08:00:00Z).")
  private Instant start = Instant.EPOCH;

  @Option(names = "--quiet", description = "No intrusion, the office's hours alone.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException {
    Terminal terminal = root == null ? Terminal.ofProcess(Terminal.Colour.NEVER) : root.terminal();
    SimulationConfig usual = SimulationConfig.of(seed, start);
    SimulationConfig config =
        new SimulationConfig(
            seed, start, usual.duration(), usual.hosts(), quiet ? Plot.QUIET : Plot.INTRUSION);
    Campaign campaign = new Simulation(config).writeTo(folder);
    terminal.line(terminal.styled(campaign.title(), Terminal.Style.BOLD));
    for (Stage stage : campaign.stages()) {
      terminal.line(
          String.format(
              Locale.ROOT,
              "  %s  %-18s %-27s %s",
              IncidentText.moment(stage.start()),
              stage.name(),
              stage.method(),
              stage.description()));
    }
    terminal.line(
        String.format(
            Locale.ROOT,
            "%,d packets and %,d log lines in %s; the truth is in %s",
            campaign.packets(),
            campaign.lines(),
            folder,
            folder.resolve("campaign.json")));
    terminal.flush();
    return CommandLineFace.DONE;
  }
}
