package io.testudo.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Isolated("takes the process's standard streams")
class CommandLineTest {

  @TempDir private Path folder;

  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void takeStreams() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveStreamsBack() {
    System.setOut(realOut);
    System.setErr(realErr);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** A Zeek log in which one address asks many ports of another and none answers. */
  private Path portScan() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int port = 1; port <= 60; port++) {
      lines.append(
          "{\"ts\":%d.25,\"uid\":\"C%d\",\"id.orig_h\":\"10.0.0.9\",\"id.orig_p\":%d,\"id.resp_h\":\"10.0.0.2\",\"id.resp_p\":%d,\"proto\":\"tcp\",\"conn_state\":\"S0\",\"orig_pkts\":1,\"resp_pkts\":0,\"orig_bytes\":0,\"resp_bytes\":0}\n"
              .formatted(1_700_000_000 + port, port, 40_000 + port, port));
    }
    return Files.writeString(folder.resolve("conn.log"), lines);
  }

  @Test
  void aScanTellsIncidentsAndEndsWithZero() throws IOException {
    assertThat(CommandLineFace.run("scan", portScan().toString())).isZero();
    assertThat(out()).contains("10.0.0.9", "T1046", "actors");
    assertThat(err()).contains("1 incident", "60 events of 60 records");
  }

  @Test
  void failOnMakesAnIncidentAnExitCode() throws IOException {
    String path = portScan().toString();
    assertThat(CommandLineFace.run("scan", "--fail-on", "low", path)).isEqualTo(1);
    assertThat(CommandLineFace.run("scan", "--fail-on", "critical", path)).isZero();
  }

  @Test
  void anAuthorisedScannerMakesNoIncident() throws IOException {
    assertThat(
            CommandLineFace.run("scan", "--authorised-scanner", "10.0.0.9", portScan().toString()))
        .isZero();
    assertThat(err()).contains("0 incidents, 1 finding");
  }

  @Test
  void aPortThatIsNoneIsRefusedBeforeAnythingStarts() {
    Path data = folder.resolve("data");

    assertThat(CommandLineFace.run("serve", "--data", data.toString(), "--port", "70000"))
        .isEqualTo(2);
    assertThat(err()).isEqualTo("testudo: port (70000) of web must be in 0..65535\n");
    assertThat(data).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1000000000-01-01T00:00:00Z",
        "1979-12-31T23:59:59Z",
        "2100-01-01T00:00:00Z",
        "+1000000000-12-31T23:59:59Z"
      })
  void aCampaignOfAYearThatNoCaptureKnowsIsRefusedInOneLine(String start) {
    Path campaign = folder.resolve("campaign");

    assertThat(CommandLineFace.run("simulate", "--start=" + start, campaign.toString()))
        .isEqualTo(2);
    assertThat(err()).hasLineCount(1).contains("must be in the years 1980 to 2099");
    assertThat(campaign).doesNotExist();
  }

  @Test
  void whatIsNoNumberAndNoMomentIsSaidInPlainWords() {
    assertThat(CommandLineFace.run("simulate", "--seed", "first", folder.toString())).isEqualTo(2);
    assertThat(err()).contains("'first' is not a whole number of 64 bits");
    assertThat(CommandLineFace.run("simulate", "--start", "today", folder.toString())).isEqualTo(2);
    assertThat(err()).contains("'today' is not a moment in UTC").doesNotContain("Exception");
  }

  @Test
  void jsonIsOneOcsfObjectALine() throws IOException {
    assertThat(CommandLineFace.run("scan", "--json", portScan().toString())).isZero();
    int[] classes =
        out()
            .lines()
            .map(line -> new JsonMapper().readTree(line))
            .mapToInt((JsonNode node) -> node.path("class_uid").asInt())
            .toArray();
    assertThat(classes).containsExactly(2005, 2004);
  }

  @Test
  void whatIsMalformedIsToldWithItsPlaceAndTheRestIsRead() throws IOException {
    Path log = portScan();
    Files.writeString(log, Files.readString(log).replaceFirst("\"uid\":\"C30\"", "\"uid\": C30"));
    assertThat(CommandLineFace.run("scan", log.toString())).isZero();
    assertThat(err()).contains("1 record could not be understood", "record 30", "59 events");
  }

  @Test
  void aWrongCallIsOneLineAndExitCodeTwo() {
    assertThat(CommandLineFace.run("scan", folder.resolve("nothing").toString())).isEqualTo(2);
    assertThat(CommandLineFace.run("scan", "")).isEqualTo(2);
    assertThat(CommandLineFace.run("scna")).isEqualTo(2);
    assertThat(CommandLineFace.run("log", "verify", "--data", folder.resolve("x").toString()))
        .isEqualTo(2);
    assertThat(err())
        .contains("must be a readable file or folder", "--help", "must hold an event log");
  }

  @Test
  void rulesThatCannotBeHonouredAreNamed() throws IOException {
    Path rule =
        Files.writeString(
            folder.resolve("bad.yml"),
            "title: Bad\nlogsource: {product: windows}\ndetection: {a: {X|nonsense: 1}, condition: a}\n");
    assertThat(CommandLineFace.run("rules", "check", rule.toString())).isEqualTo(1);
    assertThat(out()).contains("bad.yml", "nonsense", "0 rules load, 1 cannot be honoured");
  }

  private Path correlation() throws IOException {
    return Files.writeString(
        folder.resolve("many.yml"),
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
        title: Failed log-ins in many places from one address
        id: 0e95725d-7320-415d-80f7-004da920fc11
        level: high
        tags: [attack.credential-access, attack.t1110.003]
        correlation:
          type: temporal
          rules: [ssh_failed, windows_failed]
          aliases: {address: {ssh_failed: src_ip, windows_failed: IpAddress}}
          group-by: [address]
          timespan: 5m
        """);
  }

  @Test
  void aCorrelationIsARuleThatLoads() throws IOException {
    assertThat(CommandLineFace.run("rules", "check", correlation().toString())).isZero();
    assertThat(out()).contains("3 rules load, 0 cannot be honoured");
  }

  @Test
  void aCorrelationIsFoundAcrossFilesAndFormats() throws IOException {
    Path syslog =
        Files.writeString(
            folder.resolve("auth.log"),
            """
            2026-03-02T08:00:10Z web01 sshd[17]: Failed password for alice from 198.51.100.7 port 4711 ssh2
            2026-03-02T08:00:20Z web01 sshd[18]: Failed password for bob from 203.0.113.9 port 4712 ssh2
            """);
    Path windows =
        Files.writeString(
            folder.resolve("security.json"),
            """
            {"TimeCreated":"2026-03-02T08:03:00Z","Channel":"Security","EventID":4625,"Computer":"dc1.corp.example","TargetUserName":"carol","IpAddress":"198.51.100.7"}
            {"TimeCreated":"2026-03-02T08:09:00Z","Channel":"Security","EventID":4625,"Computer":"dc1.corp.example","TargetUserName":"dave","IpAddress":"203.0.113.9"}
            """);
    String rules = correlation().toString();
    for (List<Path> order : List.of(List.of(syslog, windows), List.of(windows, syslog))) {
      out.reset();
      assertThat(
              CommandLineFace.run(
                  "scan",
                  "--json",
                  "--no-starter-rules",
                  "--rules",
                  rules,
                  order.getFirst().toString(),
                  order.getLast().toString()))
          .isZero();
      List<JsonNode> findings =
          out()
              .lines()
              .map(line -> (JsonNode) new JsonMapper().readTree(line))
              .filter(line -> line.path("class_uid").asInt() == 2004)
              .toList();
      assertThat(findings).as(err()).hasSize(1);
      JsonNode finding = findings.getFirst();
      assertThat(finding.toString())
          .contains("Failed log-ins in many places from one address", "T1110.003", "carol")
          .contains("Failed password for alice")
          .doesNotContain("203.0.113.9");
      assertThat(finding.path("severity_id").asInt()).isEqualTo(4);
    }
  }

  @Test
  void textFromOutsideCannotDriveTheTerminal() {
    assertThat(Terminal.safe("a\u001b[31mb\u0007\u202Ec", 40)).isEqualTo("a·[31mb··c");
    assertThat(Terminal.safe("abcdef", 4)).isEqualTo("abc…");
  }
}
