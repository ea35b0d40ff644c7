package io.testudo.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
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

  @Test
  void aCorrelationIsToldAsNotHonouredForNothingEvaluatesIt() throws IOException {
    Path rules =
        Files.writeString(
            folder.resolve("many.yml"),
            """
            title: Failed logon
            name: failed_logon
            logsource: {product: windows}
            detection: {a: {EventID: 4625}, condition: a}
            ---
            title: Many failed logons
            correlation:
              type: event_count
              rules: [failed_logon]
              group-by: [TargetUserName]
              timespan: 5m
              condition: {gte: 10}
            """);
    assertThat(CommandLineFace.run("rules", "check", rules.toString())).isEqualTo(1);
    assertThat(out())
        .contains("Many failed logons", "not evaluated", "1 rules load, 1 cannot be honoured");
  }

  @Test
  void textFromOutsideCannotDriveTheTerminal() {
    assertThat(Terminal.safe("a\u001b[31mb\u0007\u202Ec", 40)).isEqualTo("a·[31mb··c");
    assertThat(Terminal.safe("abcdef", 4)).isEqualTo("abc…");
  }
}
