package io.testudo.app.web;

import io.testudo.app.house.House;
import io.testudo.app.house.RuleReport;
import io.testudo.app.ingest.LeftOut;
import io.testudo.app.ingest.SourceStatus;
import io.testudo.intrusion.Correlations;
import io.testudo.memory.MemoryEventLog;
import io.testudo.telemetry.ParkedRecord;
import io.testudo.testkit.Seed;
import io.testudo.testkit.SeededClock;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.incident.Incident;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** A server over a house in memory, with one incident, one source and one rule. */
final class Bench implements AutoCloseable {

  final SeededClock clock = new SeededClock(new Seed(7));
  final MemoryEventLog log = new MemoryEventLog(clock, new Random(7));
  final House house =
      new House(log, clock, () -> List.of(source()), rules(), () -> Correlations.Counts.NONE);
  final Incident incident = sample().put(1, "Scan, brute force and log-on from 10.0.0.66", 87);
  final WebServer server;
  final String oneTimePassword;

  Bench(Path data) {
    this(data, Map.of(), WebContext.class);
  }

  Bench(Path data, Map<String, String> properties, Class<?>... parts) {
    server = WebServer.start(house, WebConfig.loopback(0, data), properties, parts);
    oneTimePassword = Objects.requireNonNull(server.oneTimePassword());
  }

  SampleIncident sample() {
    return new SampleIncident(house, "10.0.0.66", clock.instant().minusSeconds(7200))
        .with(0, "Port scan", "srv-files", Severity.MEDIUM, Tactic.DISCOVERY, "T1046")
        .with(
            601,
            "Password guessing",
            "srv-files",
            Severity.HIGH,
            Tactic.CREDENTIAL_ACCESS,
            "T1110.001")
        .with(
            1200,
            "Unusual outbound volume",
            "203.0.113.9",
            Severity.HIGH,
            Tactic.EXFILTRATION,
            "T1048");
  }

  /** A browser that nobody has signed in with. */
  Browser browser() {
    return new Browser(server.url());
  }

  /** A browser in which the admin, with a password of the own, is signed in. */
  Browser admin() {
    Browser browser = browser();
    if (browser.logIn("admin", oneTimePassword)) {
      browser.changePassword(oneTimePassword, ADMIN_PASSWORD);
    } else {
      browser = browser();
      browser.logIn("admin", ADMIN_PASSWORD);
    }
    return browser;
  }

  static final String ADMIN_PASSWORD = "four locked shields";

  @Override
  public void close() {
    server.close();
  }

  private SourceStatus source() {
    return new SourceStatus(
        "edge",
        "folder inbox",
        SourceStatus.State.READING,
        "office.pcap",
        120_000,
        118_000,
        3,
        LeftOut.NOTHING,
        5,
        812.5,
        Collections.nCopies(60, 800.0),
        Duration.ofSeconds(2),
        clock.instant(),
        clock.instant(),
        "",
        List.of(
            new ParkedRecord(
                new Origin("edge", "conn.log", 17),
                2048,
                "zeek-tsv",
                "has 3 of 21 columns",
                "x\ty")));
  }

  private static RuleReport rules() {
    return new RuleReport(
        List.of(
            new RuleReport.Loaded(
                "5f1f6d2e-0000-4000-8000-000000000001",
                "Suspicious service",
                "high",
                "windows / system",
                List.of("attack.persistence", "attack.t1543.003"),
                "starter/service.yml",
                "title: Suspicious service\n")),
        List.of(new RuleReport.Rejected("broken.yml", "condition names no selection")),
        List.of("old.yml: field is deprecated"));
  }
}
