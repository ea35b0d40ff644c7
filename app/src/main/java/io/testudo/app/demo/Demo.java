package io.testudo.app.demo;

import io.testudo.app.config.TestudoConfig;
import io.testudo.app.config.TestudoConfig.SourceConfig;
import io.testudo.app.house.LogAccess;
import io.testudo.app.house.Platform;
import io.testudo.app.ingest.SourceStatus;
import io.testudo.ports.EventLog;
import io.testudo.ports.SealedFact;
import io.testudo.simulation.Campaign;
import io.testudo.simulation.ScoreCard;
import io.testudo.simulation.Simulation;
import io.testudo.simulation.SimulationConfig;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.incident.Incident;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One demonstration on a platform of its own. */
public final class Demo {

  private static final String MARK = "made-by-testudo-demo";
  private static final String CAPTURES = "edge-capture";
  private static final String ZEEK = "zeek";
  private static final String WINDOWS = "windows";
  private static final String SYSLOG = "syslog";
  private static final Duration ENDED_AGO = Duration.ofMinutes(5);
  private static final int CONNECT_MILLIS = 5_000;

  private final Platform platform;
  private final Path data;
  private final Path campaignFolder;
  private final long seed;
  private final InstantSource clock;
  private final Map<String, List<String>> sentFiles = new HashMap<>();
  private long sentLines;
  private @Nullable Campaign campaign;

  /**
   * @param platform over {@code data}, with {@link #config}
   * @param seed which story to tell
   */
  public Demo(Platform platform, Path data, long seed, InstantSource clock) {
    this.platform = platform;
    this.data = data;
    this.campaignFolder = data.resolve("campaign");
    this.seed = seed;
    this.clock = clock;
  }

  /**
   * Makes the folder, and empties it of what an earlier demonstration left.
   *
   * @throws IllegalArgumentException if it holds something else
   */
  public static void prepare(Path data) throws IOException {
    if (Files.isDirectory(data)) {
      boolean empty;
      try (Stream<Path> children = Files.list(data)) {
        empty = children.findAny().isEmpty();
      }
      if (!empty && !Files.exists(data.resolve(MARK))) {
        throw new IllegalArgumentException(
            "folder (" + data + ") of the demo must be empty or left by an earlier demo");
      }
      LogAccess.stopSurvivor(data);
      DemoFolder.empty(data);
    }
    Files.createDirectories(data);
    Files.writeString(data.resolve(MARK), "What is in this folder is deleted by the next demo.\n");
  }

  /** The doors that the demonstration uses. */
  public static TestudoConfig config(Path data, int port) {
    TestudoConfig defaults = TestudoConfig.defaults(data);
    Path inbox = data.resolve("inbox");
    return new TestudoConfig(
        new TestudoConfig.Web("127.0.0.1", port, null, null),
        null,
        List.of(
            new SourceConfig.Folder(CAPTURES, inbox.resolve(CAPTURES)),
            new SourceConfig.Folder(ZEEK, inbox.resolve(ZEEK)),
            new SourceConfig.Folder(WINDOWS, inbox.resolve(WINDOWS)),
            new SourceConfig.Syslog(SYSLOG, "127.0.0.1", -1, 0)),
        List.of(),
        defaults.detection(),
        defaults.checkpointEvery(),
        defaults.keepFacts());
  }

  /** Writes the campaign, which ends a few minutes ago. */
  public void generate() throws IOException {
    Instant end = clock.instant().minus(ENDED_AGO).truncatedTo(ChronoUnit.MINUTES);
    SimulationConfig config = SimulationConfig.of(seed, end.minus(Duration.ofHours(2)));
    campaign = new Simulation(config).writeTo(campaignFolder);
  }

  /** Sends the campaign through the doors: files into folders, lines over TCP. */
  public void send() throws IOException {
    Path telemetry = campaignFolder.resolve("telemetry");
    deliver(telemetry.resolve("edge.pcap"), CAPTURES);
    for (String kind : List.of(ZEEK, WINDOWS)) {
      try (Stream<Path> logs = Files.list(telemetry.resolve(kind))) {
        for (Path log : logs.sorted().toList()) {
          deliver(log, kind);
        }
      }
    }
    sendLines(telemetry.resolve("syslog.log"));
  }

  private void deliver(Path file, String source) throws IOException {
    Path folder = data.resolve("inbox").resolve(source);
    String name = file.getFileName().toString();
    Path writing = folder.resolve("." + name);
    Files.copy(file, writing, StandardCopyOption.REPLACE_EXISTING);
    Files.move(writing, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    sentFiles.computeIfAbsent(source, any -> new ArrayList<>()).add(name);
  }

  private void sendLines(Path file) throws IOException {
    InetSocketAddress address = platform.syslogTcp(SYSLOG);
    if (address == null) {
      throw new IllegalStateException("the demo's configuration has a syslog source");
    }
    try (Socket socket = new Socket()) {
      socket.connect(address, CONNECT_MILLIS);
      try (OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16)) {
        Files.copy(file, out);
      }
    }
    try (Stream<String> lines = Files.lines(file)) {
      sentLines = lines.filter(line -> !line.isEmpty()).count();
    }
  }

  /** Whether all that was sent has become incidents. */
  public boolean isDigested() {
    EventLog log = platform.house().log();
    for (Map.Entry<String, List<String>> sent : sentFiles.entrySet()) {
      for (String name : sent.getValue()) {
        if (log.document("item/" + sent.getKey(), name) == null) {
          return false;
        }
      }
    }
    SourceStatus syslog = platform.house().sources().find(SYSLOG);
    return syslog != null && syslog.records() >= sentLines && platform.isDigested();
  }

  /** What was found compared with what was done, for a person. */
  public List<String> scoreCard() {
    Campaign truth = campaign;
    if (truth == null) {
      throw new IllegalStateException("a demo is generated before it is scored");
    }
    return ScoreCardText.lines(truth, ScoreCard.of(truth, incidents(), findings()), incidents());
  }

  private List<Incident> incidents() {
    return platform.house().incidents().list(0, 10_000);
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    EventLog log = platform.house().log();
    long after = 0;
    for (List<SealedFact> page = log.read(after, 1000);
        !page.isEmpty();
        page = log.read(after, 1000)) {
      for (SealedFact sealed : page) {
        if (sealed.fact() instanceof Fact.FindingRaised raised) {
          findings.add(raised.finding());
        }
      }
      after = page.getLast().sequence();
    }
    return findings;
  }

  /** Deletes what a demonstration left, never following a link. */
  private static final class DemoFolder {
    static void empty(Path folder) throws IOException {
      try (Stream<Path> paths = Files.walk(folder)) {
        paths
            .sorted(Comparator.reverseOrder())
            .filter(path -> !path.equals(folder))
            .forEach(
                path -> {
                  try {
                    Files.deleteIfExists(path);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
      }
    }
  }
}
