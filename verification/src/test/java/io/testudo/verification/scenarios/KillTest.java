package io.testudo.verification.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.app.config.TestudoConfig;
import io.testudo.app.house.LogAccess;
import io.testudo.app.house.Platform;
import io.testudo.app.ingest.SourceStatus;
import io.testudo.ports.EventLog;
import io.testudo.ports.LogVerification;
import io.testudo.ports.SealedFact;
import io.testudo.ports.json.FactJson;
import io.testudo.simulation.Simulation;
import io.testudo.simulation.SimulationConfig;
import io.testudo.telemetry.ParkedRecord;
import io.testudo.telemetry.SourceReader;
import io.testudo.telemetry.TelemetryConfig;
import io.testudo.telemetry.TelemetrySink;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.fact.Fact;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An ingest that is killed again and again gives what an undisturbed one gives. {@code -Dkills=N}
 * says how often, {@code -Dseed=N} when.
 */
class KillTest {

  private static final int KILLS = Integer.getInteger("kills", 4);
  private static final long SEED = Long.getLong("seed", 7);
  private static final int MOST_LINES = 20_000;
  private static final Duration LIMIT = Duration.ofMinutes(4);

  @TempDir private static Path folder;
  private static Path campaign;

  @BeforeAll
  static void makeTelemetry() throws IOException {
    campaign = folder.resolve("campaign");
    new Simulation(SimulationConfig.of(SEED, Instant.parse("2026-03-02T08:00:00Z")))
        .writeTo(campaign);
  }

  private static Path dataWithTelemetry(String name) throws IOException {
    Path data = folder.resolve(name);
    Path inbox = data.resolve("inbox");
    Files.createDirectories(inbox);
    Files.writeString(
        data.resolve(TestudoConfig.FILE),
        "checkpointEvery: 1s\nsources: [{name: inbox, folder: inbox}]\n");
    try (Stream<Path> files = Files.walk(campaign)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        if (file.toString().contains("truth")) {
          continue;
        }
        Path to = inbox.resolve(campaign.relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
        Files.setLastModifiedTime(
            to, java.nio.file.attribute.FileTime.from(Instant.parse("2026-03-02T11:00:00Z")));
      }
    }
    return data;
  }

  @Test
  void aKilledIngestGivesWhatAnUndisturbedOneGives() throws Exception {
    Path calm = dataWithTelemetry("calm");
    Instant began = Instant.now();
    try (ChildProcess process =
        ChildProcess.start(folder.resolve("calm.log"), IngestProcess.class, calm.toString())) {
      assertThat(process.endsWithin(LIMIT)).as("the undisturbed ingest ends").isTrue();
      assertThat(process.exitCode()).isZero();
    }
    Duration calmTook = Duration.between(began, Instant.now());
    TreeMap<String, String> expected = findings(calm);
    assertThat(expected).isNotEmpty();

    Path hit = dataWithTelemetry("hit");
    Random random = new Random(SEED);
    int killed = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildProcess process =
          ChildProcess.start(folder.resolve("hit.log"), IngestProcess.class, hit.toString())) {
        assertThat(process.line()).startsWith("ready");
        long share = calmTook.toMillis() / 2;
        if (!process.endsWithin(Duration.ofMillis(random.nextLong(20, Math.max(21, share))))) {
          process.kill();
          killed++;
        }
      }
    }
    assertThat(killed).as("kills that met a running ingest").isPositive();
    try (ChildProcess process =
        ChildProcess.start(folder.resolve("hit.log"), IngestProcess.class, hit.toString())) {
      assertThat(process.endsWithin(LIMIT)).as("the disturbed ingest ends").isTrue();
      assertThat(process.exitCode()).as(Files.readString(folder.resolve("hit.log"))).isZero();
    }
    assertThat(findings(hit)).isEqualTo(expected);
  }

  @Test
  void nothingThatTheSpoolHoldsIsLostOrReadTwice() throws Exception {
    Path data = folder.resolve("spooling");
    Files.createDirectories(data);
    Files.writeString(
        data.resolve(TestudoConfig.FILE),
        """
        checkpointEvery: 1s
        sources: [{name: syslog, syslog: {tcpPort: 0, udpPort: -1}}]
        """);
    Random random = new Random(SEED);
    int line = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildProcess process =
          ChildProcess.start(
              folder.resolve("spooling.log"),
              IngestProcess.class,
              data.toString(),
              "until-killed")) {
        int port = Integer.parseInt(process.line().substring("ready ".length()));
        Instant end = Instant.now().plusMillis(random.nextLong(50, 1500));
        try (Socket socket = new Socket("127.0.0.1", port)) {
          int most = line + MOST_LINES;
          while (line < most && Instant.now().isBefore(end)) {
            socket.getOutputStream().write(failedLogon(line++).getBytes(StandardCharsets.UTF_8));
          }
          process.kill();
        }
      }
    }
    long spooled = spooled(data.resolve("spool").resolve("syslog"));
    assertThat(spooled).isPositive();
    try (Platform platform =
        Platform.open(data, TestudoConfig.load(data), InstantSource.system(), remark -> {})) {
      platform.start();
      Instant limit = Instant.now().plus(LIMIT);
      while (records(platform) < spooled || !platform.isDigested()) {
        assertThat(Instant.now()).as("%s of %s read", records(platform), spooled).isBefore(limit);
        Thread.onSpinWait();
      }
      assertThat(records(platform)).isEqualTo(spooled);
      assertThat(platform.house().log().verify()).isInstanceOf(LogVerification.Intact.class);
    }
  }

  private static String failedLogon(int number) {
    return "<38>Mar  2 08:00:00 web01 sshd["
        + number
        + "]: Failed password for root from 192.0.2.7 port 4711 ssh2\n";
  }

  private static long records(Platform platform) {
    SourceStatus status = platform.house().sources().find("syslog");
    return status == null ? 0 : status.records();
  }

  /** How many messages lie in the segments of a spool. */
  private static long spooled(Path spool) throws IOException {
    long[] messages = new long[1];
    SourceReader reader =
        new SourceReader(
            "spool",
            TelemetryConfig.DEFAULT,
            new TelemetrySink() {
              @Override
              public void event(Event event) {
                messages[0]++;
              }

              @Override
              public void parked(ParkedRecord parked) {}

              @Override
              public void consumed(String item, long record) {}
            },
            InstantSource.system());
    reader.read(spool);
    return messages[0];
  }

  /** Findings by id, as JSON, after the log has been verified. */
  private static TreeMap<String, String> findings(Path data) {
    try (LogAccess access =
        LogAccess.open(data, TestudoConfig.load(data), InstantSource.system(), line -> {})) {
      EventLog log = access.log();
      assertThat(log.verify()).isInstanceOf(LogVerification.Intact.class);
      TreeMap<String, String> findings = new TreeMap<>();
      List<String> twice = new ArrayList<>();
      long after = 0;
      for (List<SealedFact> page = log.read(after, 1000);
          !page.isEmpty();
          page = log.read(after, 1000)) {
        for (SealedFact sealed : page) {
          if (sealed.fact() instanceof Fact.FindingRaised raised
              && findings.put(raised.id(), FactJson.write(raised.finding())) != null) {
            twice.add(raised.id());
          }
        }
        after = page.getLast().sequence();
      }
      assertThat(twice).isEmpty();
      return findings;
    }
  }
}
