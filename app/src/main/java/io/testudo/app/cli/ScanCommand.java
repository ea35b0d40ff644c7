package io.testudo.app.cli;

import io.testudo.app.house.RuleBook;
import io.testudo.app.house.Scan;
import io.testudo.intrusion.Correlations;
import io.testudo.intrusion.IntrusionConfig;
import io.testudo.telemetry.ParkedRecord;
import io.testudo.telemetry.TelemetryConfig;
import io.testudo.telemetry.ocsf.OcsfMapping;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.incident.Incident;
import io.testudo.vocabulary.incident.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code testudo scan}: incidents in captures and logs that one has. */
@Command(
    name = "scan",
    mixinStandardHelpOptions = true,
    description = "Reads captures and logs and tells the incidents in them.",
    footer = {
      "",
      "Reads pcap, pcapng, NetFlow, IPFIX, nfdump, Argus, Zeek logs (TSV, JSON), Suricata EVE,",
      "Windows events (EVTX, JSON), syslog, the journal, auditd lines and other JSON logs, alone or",
      "in folders, gzip, zip, tar and tar.gz; the format is found by content. '-' reads standard",
      "input. Logs that no format knows are declared in a small file, as docs/formats/mapping.md",
      "tells: which column says when, which become which fields, and what rules call their source.",
      "",
      "Exit codes: 0 done; 1 an incident of at least --fail-on; 2 a wrong call or a path that",
      "cannot be read; 3 standard output takes nothing any more; 130 stopped by",
      "Ctrl-C, with what was found until then.",
      "",
      "  testudo scan capture.pcap",
      "  testudo scan --rules sigma/rules logs/ events.zip",
      "  testudo scan --mapping firewall.yaml firewall.csv",
      "  tcpdump -w - -c 10000 | testudo scan -",
      "  testudo scan --json conn.log | jq 'select(.class_uid == 2005)'"
    })
final class ScanCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_ALONE = 20;
  private static final int MOST_PARKED_SHOWN = 8;

  @ParentCommand private @Nullable CommandLineFace root;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Files or folders; - for standard input.")
  private List<Path> paths = List.of();

  @Option(
      names = {"-r", "--rules"},
      paramLabel = "PATH",
      description =
          "Sigma rules and Suricata rules (*.rules), a file or a folder, beside the starter set;"
              + " may be repeated.")
  private List<Path> rules = List.of();

  @Option(names = "--no-starter-rules", description = "Leaves the starter rules out.")
  private boolean noStarterRules;

  @Mixin private final DeclaredLogs mappings = new DeclaredLogs();

  @Option(
      names = "--json",
      description = "One OCSF object a line: incidents (class 2005), then findings (2004).")
  private boolean json;

  @Option(names = "--events", description = "With --json: every event too, as it is read.")
  private boolean withEvents;

  @Option(
      names = "--authorised-scanner",
      paramLabel = "ADDRESS",
      description = "Its scans are told as informational; may be repeated.")
  private List<String> authorisedScanners = List.of();

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description = "Exit code 1 if an incident is at least this severe.")
  private @Nullable Severity failOn;

  @Override
  public Integer call() throws IOException {
    Terminal terminal = root == null ? Terminal.ofProcess(Terminal.Colour.NEVER) : root.terminal();
    for (Path path : paths) {
      if (!isStandardInput(path) && (isEmpty(path) || !Files.isReadable(path))) {
        throw new IllegalArgumentException("path (" + path + ") must be a readable file or folder");
      }
    }
    InstantSource clock = InstantSource.system();
    long began = clock.millis();
    RuleBook book =
        RuleBook.load(rules, noStarterRules ? RuleBook.Starter.WITHOUT : RuleBook.Starter.WITH);
    if (book.refusals() > 0) {
      terminal.remark(
          book.refusals()
              + " of the rules cannot be honoured; 'testudo rules check' tells which and why.");
    }
    OcsfMapping ocsf = new OcsfMapping(CommandLineFace.version());
    Consumer<Event> events =
        json && withEvents
            ? event -> terminal.line(ocsf.of(event).toJson().toString())
            : event -> {};
    try (Interruption interruption = Interruption.listen(PATIENCE);
        Scan scan =
            new Scan(
                TelemetryConfig.DEFAULT.withMappings(mappings.load()),
                book.compiled(),
                detection(),
                clock,
                events,
                (item, records) -> {
                  interruption.check();
                  terminal.progress(
                      String.format(Locale.ROOT, "Reading %s: %,d records", item, records));
                })) {
      read(scan, terminal);
      Scan.Result result = scan.finish();
      if (json) {
        result
            .incidents()
            .forEach(incident -> terminal.line(ocsf.of(incident).toJson().toString()));
        result
            .findings()
            .values()
            .forEach(finding -> terminal.line(ocsf.of(finding).toJson().toString()));
      } else {
        print(terminal, result);
      }
      summary(terminal, result, Duration.ofMillis(clock.millis() - began));
      terminal.flush();
      Severity limit = failOn;
      boolean fails =
          limit != null
              && result.incidents().stream()
                  .anyMatch(incident -> incident.severity().compareTo(limit) >= 0);
      return fails ? CommandLineFace.FOUND : CommandLineFace.DONE;
    }
  }

  private void read(Scan scan, Terminal terminal) throws IOException {
    try {
      for (Path path : paths) {
        if (isStandardInput(path)) {
          scan.read("standard input", System.in);
        } else {
          scan.read(path);
        }
      }
    } catch (Interruption.Stopped e) {
      terminal.remark("Stopped; this is what was found in what was read until then.");
    }
  }

  private IntrusionConfig detection() {
    IntrusionConfig defaults = IntrusionConfig.defaults();
    return new IntrusionConfig(
        defaults.findingWindow(),
        defaults.lateness(),
        defaults.mostStep(),
        defaults.mostEntities(),
        defaults.homeNetworks(),
        authorisedScanners.stream().map(IpAddress::parse).collect(Collectors.toSet()));
  }

  /** An unset variable of a script, which Java would take for the working folder. */
  private static boolean isEmpty(Path path) {
    return path.toString().isEmpty();
  }

  private static boolean isStandardInput(Path path) {
    return path.toString().equals("-");
  }

  private static void print(Terminal terminal, Scan.Result result) {
    IncidentText text = new IncidentText(terminal);
    Set<String> inIncidents = new HashSet<>();
    int place = 1;
    for (Incident incident : result.incidents()) {
      text.print(place++, incident, result.findings());
      incident.members().stream().map(Member::findingId).forEach(inIncidents::add);
    }
    List<Finding> alone =
        result.findings().values().stream()
            .filter(finding -> !inIncidents.contains(finding.id()))
            .sorted(
                Comparator.comparing(Finding::severity).reversed().thenComparing(Finding::first))
            .toList();
    if (!alone.isEmpty()) {
      terminal.line(
          terminal.styled("Findings that no incident holds: " + alone.size(), Terminal.Style.BOLD));
      alone.stream().limit(MOST_ALONE).forEach(text::print);
      if (alone.size() > MOST_ALONE) {
        terminal.line("    … and " + (alone.size() - MOST_ALONE) + " more; --json tells all");
      }
      terminal.line("");
    }
  }

  /** What bounds of memory kept from correlations. */
  private static void correlations(Terminal terminal, Scan.Result result) {
    Correlations.Counts counts = result.correlations();
    if (counts.forgottenGroups() + counts.forgottenEvents() > 0) {
      terminal.remark(
          String.format(
              Locale.ROOT,
              "To bound memory, correlations forgot %,d groups and %,d events.",
              counts.forgottenGroups(),
              counts.forgottenEvents()));
    }
  }

  private static void leftOut(Terminal terminal, Scan.Result result) {
    List<String> left = new ArrayList<>();
    result
        .leftOut()
        .inWords()
        .forEach((what, count) -> left.add(String.format(Locale.ROOT, "%,d %s", count, what)));
    if (!left.isEmpty()) {
      terminal.remark("Left out: " + String.join(", ", left) + ".");
    }
  }

  private static void summary(Terminal terminal, Scan.Result result, Duration took) {
    List<ParkedRecord> parked = result.parked();
    correlations(terminal, result);
    leftOut(terminal, result);
    if (!result.exporters().exporters().isEmpty()) {
      terminal.remark("Flow exports: " + result.exporters().summary() + ".");
    }
    if (result.statistics().total().parked() > 0) {
      terminal.remark(
          String.format(
              Locale.ROOT,
              "%,d record%s could not be understood:",
              result.statistics().total().parked(),
              result.statistics().total().parked() == 1 ? "" : "s"));
      parked.stream()
          .limit(MOST_PARKED_SHOWN)
          .forEach(
              record ->
                  terminal.remark(
                      "  "
                          + Terminal.safe(record.origin().item(), 120)
                          + " record "
                          + record.origin().record()
                          + (record.byteOffset() >= 0 ? ", byte " + record.byteOffset() : "")
                          + ": "
                          + Terminal.safe(record.reason(), 160)));
      if (result.statistics().total().parked() > MOST_PARKED_SHOWN) {
        terminal.remark("  …");
      }
    }
    terminal.remark(
        String.format(
            Locale.ROOT,
            "%d incident%s, %,d finding%s in %,d events of %,d records; %.1f s.",
            result.incidents().size(),
            result.incidents().size() == 1 ? "" : "s",
            result.findingCount(),
            result.findingCount() == 1 ? "" : "s",
            result.statistics().total().events(),
            result.statistics().total().records(),
            took.toMillis() / 1000.0));
  }
}
