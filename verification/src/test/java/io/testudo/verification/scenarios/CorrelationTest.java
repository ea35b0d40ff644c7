package io.testudo.verification.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.app.config.TestudoConfig;
import io.testudo.app.house.LogAccess;
import io.testudo.app.house.Platform;
import io.testudo.app.house.RuleBook;
import io.testudo.app.house.Scan;
import io.testudo.intrusion.IntrusionConfig;
import io.testudo.ports.EventLog;
import io.testudo.ports.LogVerification;
import io.testudo.ports.SealedFact;
import io.testudo.telemetry.TelemetryConfig;
import io.testudo.testkit.Awaited;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.finding.Evidence;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Severity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Correlations across sources: found over a socket and a folder, over a restart, and the same by a
 * scan and by a platform that is killed again and again. {@code -Dkills=N} says how often, {@code
 * -Dseed=N} when.
 */
class CorrelationTest {

  private static final int KILLS = Integer.getInteger("kills", 4);
  private static final long SEED = Long.getLong("seed", 7);
  private static final int RECORDS = 4_000;
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  private static final String FAILED_LOG_INS =
      """
      title: Failed log-in by SSH
      name: ssh_failed
      logsource: {product: linux, service: sshd}
      detection: {a: {action: login, outcome: failure}, condition: a}
      ---
      title: Failed log-on to Windows
      name: windows_failed
      logsource: {product: windows, service: security}
      detection: {a: {EventID: 4625}, condition: a}
      ---
      """;
  private static final String BY_ADDRESS =
      "  aliases: {address: {ssh_failed: src_ip, windows_failed: IpAddress},"
          + " account: {ssh_failed: user, windows_failed: TargetUserName}}\n"
          + "  group-by: [address]\n";
  private static final String MANY_ID = "0e95725d-7320-415d-80f7-004da920fc11";
  private static final String SPRAYED_ID = "7b6a1f0e-2f0d-4a43-9a54-3f1f1c1d8f22";
  private static final String ORDERED_ID = "3c0f2f35-9f60-4d2b-8d2e-0f2f3b5b0c33";
  private static final Set<String> CORRELATIONS = Set.of(MANY_ID, SPRAYED_ID, ORDERED_ID);
  private static final String MANY =
      """
      title: Many failed log-ins from one address
      id: %s
      level: high
      tags: [attack.credential-access, attack.t1110.001]
      correlation:
        type: event_count
        rules: [ssh_failed, windows_failed]
        timespan: 5m
        condition: {gte: 4}
      """
              .formatted(MANY_ID)
          + BY_ADDRESS;
  private static final String SPRAYED =
      """
      ---
      title: Failed log-ins to many accounts from one address
      id: %s
      correlation:
        type: value_count
        rules: [ssh_failed, windows_failed]
        timespan: 1m
        condition: {field: account, gte: 5}
      """
              .formatted(SPRAYED_ID)
          + BY_ADDRESS;
  private static final String ORDERED =
      """
      ---
      title: Failed log-ins to Linux, then to Windows
      id: %s
      correlation:
        type: temporal_ordered
        rules: [ssh_failed, windows_failed]
        timespan: 1s
      """
              .formatted(ORDERED_ID)
          + BY_ADDRESS;

  @TempDir private Path folder;

  private Path data(String name, String rules, String sources) throws IOException {
    Path data = Files.createDirectories(folder.resolve(name));
    Files.writeString(data.resolve("rules.yml"), FAILED_LOG_INS + rules);
    Files.writeString(
        data.resolve(TestudoConfig.FILE),
        "checkpointEvery: 1s\nrules: [rules.yml]\nsources:\n" + sources);
    return data;
  }

  private static Platform open(Path data) {
    return Platform.open(data, TestudoConfig.load(data), InstantSource.system(), remark -> {});
  }

  private static String ssh(Instant time, String user, String client) {
    return time
        + " web01 sshd[17]: Failed password for "
        + user
        + " from "
        + client
        + " port 4711 ssh2\n";
  }

  private static String windows(Instant time, String user, String client) {
    return ("{\"TimeCreated\":\"%s\",\"Channel\":\"Security\",\"EventID\":4625,"
            + "\"Computer\":\"dc1\",\"TargetUserName\":\"%s\",\"IpAddress\":\"%s\"}\n")
        .formatted(time, user, client);
  }

  @Test
  void aCorrelationOverASocketAndAFolderIsFoundOnceAcrossARestart() throws Exception {
    Path data =
        data(
            "house",
            MANY,
            "- {name: syslog, syslog: {tcpPort: 0, udpPort: -1}}\n"
                + "- {name: domain, folder: domain}\n");
    try (Platform platform = open(data)) {
      platform.start();
      InetSocketAddress door = Objects.requireNonNull(platform.syslogTcp("syslog"));
      try (Socket socket = new Socket("127.0.0.1", door.getPort())) {
        String lines =
            ssh(START, "alice", "198.51.100.7")
                + ssh(START.plusSeconds(5), "bob", "198.51.100.7")
                + ssh(START.plusSeconds(9), "bob", "203.0.113.9");
        socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
      }
      Awaited.until(() -> facts(platform.house().log(), Fact.RuleMatched.class).size() == 3);
    }
    Files.writeString(
        data.resolve("domain").resolve("security.json"),
        windows(START.plusSeconds(60), "alice", "198.51.100.7")
            + windows(START.plusSeconds(90), "carol", "198.51.100.7")
            + windows(START.plusSeconds(95), "carol", "203.0.113.9"));
    for (int start = 0; start < 2; start++) {
      try (Platform platform = open(data)) {
        platform.start();
        EventLog log = platform.house().log();
        Awaited.until(() -> log.document("item/domain", "security.json") != null);
        Awaited.until(platform::isDigested);
        List<Finding> findings = correlated(log);
        assertThat(findings).as("start %d", start).hasSize(1);
        Finding finding = findings.getFirst();
        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        assertThat(finding.techniques().toString()).isEqualTo("[T1110.001]");
        assertThat(finding.evidence())
            .extracting(Evidence::time)
            .containsExactly(
                START, START.plusSeconds(5), START.plusSeconds(60), START.plusSeconds(90));
        assertThat(finding.evidence())
            .extracting(piece -> piece.origin().source())
            .containsExactly("syslog", "syslog", "domain", "domain");
        assertThat(finding.reasons().toString()).contains("198.51.100.7");
        assertThat(platform.house().incidents().count()).isPositive();
        assertThat(platform.house().correlations().groups()).isEqualTo(2);
        assertThat(log.verify()).isInstanceOf(LogVerification.Intact.class);
      }
    }
  }

  @Test
  void aKilledHouseFindsTheCorrelationsOfAScan() throws Exception {
    Path calm = dataWithTelemetry("calm");
    Instant began = Instant.now();
    try (ChildProcess process =
        ChildProcess.start(folder.resolve("calm.log"), IngestProcess.class, calm.toString())) {
      assertThat(process.endsWithin(LIMIT)).as("the undisturbed ingest ends").isTrue();
      assertThat(process.exitCode()).as(Files.readString(folder.resolve("calm.log"))).isZero();
    }
    Duration calmTook = Duration.between(began, Instant.now());
    Map<String, String> expected = scanned(calm);
    assertThat(expected.values())
        .contains(
            "Many failed log-ins from one address",
            "Failed log-ins to many accounts from one address",
            "Failed log-ins to Linux, then to Windows");
    assertThat(findings(calm)).isEqualTo(expected);

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

  /** Two folders of failed log-ins over the same hour. */
  private Path dataWithTelemetry(String name) throws IOException {
    Path data =
        data(
            name,
            MANY.replace("gte: 4", "gte: 12") + SPRAYED + ORDERED,
            "- {name: linux, folder: linux}\n- {name: domain, folder: domain}\n");
    Random random = new Random(SEED);
    StringBuilder linux = new StringBuilder();
    StringBuilder domain = new StringBuilder();
    for (int i = 0; i < RECORDS; i++) {
      Instant time = START.plusMillis(i * 900L + random.nextInt(900));
      String client = "198.51.100." + random.nextInt(60);
      String user = "user" + random.nextInt(40);
      if (random.nextBoolean()) {
        linux.append(ssh(time, user, client));
      } else {
        domain.append(windows(time, user, client));
      }
    }
    write(data.resolve("linux").resolve("auth.log"), linux);
    write(data.resolve("domain").resolve("security.json"), domain);
    return data;
  }

  private static void write(Path file, CharSequence text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(START.plus(Duration.ofHours(4))));
  }

  /** What a scan of both folders finds by correlations: title by identifier. */
  private static Map<String, String> scanned(Path data) throws IOException {
    try (Scan scan =
        new Scan(
            TelemetryConfig.DEFAULT,
            RuleBook.load(List.of(data.resolve("rules.yml")), RuleBook.Starter.WITHOUT).compiled(),
            IntrusionConfig.defaults(),
            InstantSource.system(),
            event -> {},
            (item, records) -> {})) {
      scan.read(data.resolve("domain"));
      scan.read(data.resolve("linux"));
      Map<String, String> found = new TreeMap<>();
      scan.finish().findings().values().stream()
          .filter(CorrelationTest::isCorrelated)
          .forEach(finding -> found.put(finding.id(), finding.title()));
      return found;
    }
  }

  private static Map<String, String> findings(Path data) {
    try (LogAccess access =
        LogAccess.open(data, TestudoConfig.load(data), InstantSource.system(), line -> {})) {
      EventLog log = access.log();
      assertThat(log.verify()).isInstanceOf(LogVerification.Intact.class);
      assertThat(facts(log, Fact.RuleMatched.class)).hasSize(RECORDS);
      List<Finding> found = correlated(log);
      Map<String, String> byId = new TreeMap<>();
      found.forEach(finding -> byId.put(finding.id(), finding.title()));
      assertThat(byId).as("each once").hasSameSizeAs(found);
      return byId;
    }
  }

  private static List<Finding> correlated(EventLog log) {
    return facts(log, Fact.FindingRaised.class).stream()
        .map(fact -> ((Fact.FindingRaised) fact).finding())
        .filter(CorrelationTest::isCorrelated)
        .toList();
  }

  private static boolean isCorrelated(Finding finding) {
    return CORRELATIONS.contains(finding.detector().id());
  }

  private static List<Fact> facts(EventLog log, Class<? extends Fact> kind) {
    List<Fact> all = new ArrayList<>();
    long before = log.size() + 1;
    for (List<SealedFact> page = log.latest(kind, before, 1000);
        !page.isEmpty();
        page = log.latest(kind, before, 1000)) {
      page.stream().map(SealedFact::fact).forEach(all::add);
      before = page.getLast().sequence();
    }
    return all;
  }
}
