package io.testudo.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.FlowState;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each format becomes. */
class FormatsTest {

  @Test
  void readsZeekColumnsByTheirTypes() {
    Gathered read = Gathered.of("x", Samples.ZEEK_TSV);

    assertThat(read.parked).isEmpty();
    LogRecord first = read.logs().getFirst();
    assertThat(first.source()).isEqualTo(new LogSource("zeek", "", "dns"));
    assertThat(first.time()).isEqualTo("2026-03-01T10:00:00.250Z");
    assertThat(first.origin().record()).isEqualTo(9);
    assertThat(first.fields().get("id.orig_p")).isEqualTo(new Value.Whole(50123));
    assertThat(first.fields().get("AA")).isEqualTo(new Value.Truth(true));
    assertThat(first.fields().get("answers"))
        .isEqualTo(new Value.Many(List.of(new Value.Text("10.1.0.9"), Value.Nothing.NOTHING)));
    LogRecord second = read.logs().get(1);
    assertThat(second.fields().text("query")).isEqualTo("café.example");
    assertThat(second.fields().get("answers")).isEqualTo(new Value.Many(List.of()));
    assertThat(second.fields().get("TTLs")).isNull();
  }

  @Test
  void makesFlowsOfZeekConnections() {
    Flow flow = Gathered.of("x", Samples.ZEEK_TSV).flows().getFirst();

    assertThat(flow.time()).isEqualTo("2026-03-01T10:00:02.500Z");
    assertThat(flow.end()).isEqualTo("2026-03-01T10:00:04Z");
    assertThat(flow.originator()).hasToString("10.1.0.7:50125");
    assertThat(flow.responder()).hasToString("203.0.113.9:443");
    assertThat(flow.state()).isEqualTo(FlowState.FINISHED);
    assertThat(flow.service()).isEqualTo("ssl");
    assertThat(flow.forward().payloadBytes()).isEqualTo(1200);
    assertThat(flow.forward().ipBytes()).isEqualTo(1840);
    assertThat(flow.forward().tcpFlags()).isEqualTo(0x13);
    assertThat(flow.backward().packets()).isEqualTo(50);
    assertThat(flow.communityId()).startsWith("1:");
  }

  @Test
  void readsZeekJsonAsItReadsColumns() {
    Gathered read = Gathered.of("x", Samples.ZEEK_JSON);

    assertThat(read.flows().getFirst().state()).isEqualTo(FlowState.RESPONDER_RESET);
    assertThat(read.logs())
        .extracting(log -> log.source().service())
        .containsExactly("dns", "notice");
  }

  @Test
  void takesTheZeekLogFromTheFileNameWhereNothingElseTells() {
    Gathered read = Gathered.of("2026/x509.03-04.log.gz", "{\"ts\":1772359202.5,\"id\":\"F1\"}\n");

    assertThat(read.logs().getFirst().source()).isEqualTo(new LogSource("zeek", "", "x509"));
  }

  @Test
  void parksZeekLinesThatLackColumns() {
    Gathered read =
        Gathered.of(
            "x",
            "#separator \\x09\n#path\tdns\n#fields\tts\tuid\n#types\ttime\tstring\n"
                + "1772359200.0\n1772359200.0\tC1\tmore\nnever\tC2\n1772359201.0\tC3\n");

    assertThat(read.logs()).extracting(log -> log.fields().text("uid")).containsExactly("C3");
    assertThat(read.parked)
        .extracting(ParkedRecord::reason)
        .containsExactly(
            "has 1 columns where the header names 2",
            "has more columns than the 2 that the header names",
            "has something in column ts that is no time");
  }

  @Test
  void readsEveFlowsAndAlerts() {
    Gathered read = Gathered.of("x", Samples.EVE);

    Flow flow = read.flows().getFirst();
    assertThat(flow.time()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(flow.state()).isEqualTo(FlowState.FINISHED);
    assertThat(flow.backward().frameBytes()).isEqualTo(67000);
    assertThat(flow.service()).isEqualTo("tls");
    assertThat(read.logs().getFirst().source())
        .isEqualTo(new LogSource("suricata", "alert", "tls"));
    assertThat(read.logs().getFirst().fields().find("alert.signature_id"))
        .isEqualTo(new Value.Whole(2900001));
    assertThat(read.logs().get(1).source()).isEqualTo(new LogSource("suricata", "dns", "dns"));
  }

  @Test
  void givesTheSameNamesForEveryFormOfAWindowsEvent() {
    for (String sample : List.of(Samples.WINDOWS_FLAT, Samples.WINDOWS_DUMP, Samples.WINLOGBEAT)) {
      LogRecord event = Gathered.of("x", sample).logs().getFirst();

      assertThat(event.source())
          .isEqualTo(new LogSource("windows", "", "microsoft-windows-sysmon/operational"));
      assertThat(event.host()).isEqualTo("PC7.example");
      assertThat(event.time()).isEqualTo("2026-03-01T10:00:05.250Z");
      Fields fields = event.fields();
      assertThat(fields.get("EventID")).isEqualTo(new Value.Whole(1));
      assertThat(fields.text("Channel")).isEqualTo("Microsoft-Windows-Sysmon/Operational");
      assertThat(fields.text("Computer")).isEqualTo("PC7.example");
      assertThat(fields.text("Provider_Name")).isEqualTo("Microsoft-Windows-Sysmon");
      assertThat(fields.text("Image")).isEqualTo("C:\\Windows\\System32\\cmd.exe");
      assertThat(fields.text("CommandLine")).isEqualTo("cmd /c whoami");
      assertThat(fields.text("ProcessId")).isEqualTo("4711");
    }
  }

  @Test
  void tellsTheZoneOfALocalTimeByTheCollectorsTime() {
    LogRecord logon = Gathered.of("x", Samples.WINDOWS_FLAT).logs().get(1);

    assertThat(logon.time()).isEqualTo("2026-03-01T10:00:06Z");
    assertThat(logon.fields().text("TargetUserName")).isEqualTo("alice");
  }

  @Test
  void keepsEventDataWithoutNames() {
    LogRecord event = Gathered.of("x", Samples.WINDOWS_DUMP).logs().get(1);

    assertThat(event.fields().get("EventID")).isEqualTo(new Value.Whole(800));
    assertThat(event.fields().get("Data"))
        .isEqualTo(
            new Value.Many(List.of(new Value.Text("Get-Process"), new Value.Text("details"))));
  }

  @Test
  void keepsEventDataWhoseNameTheSystemHas() {
    LogRecord event =
        Gathered.of(
                "x",
                "{\"Event\":{\"System\":{\"EventID\":7,\"Level\":4,\"Channel\":\"A\",\"Computer\":\"c\","
                    + "\"TimeCreated\":{\"#attributes\":{\"SystemTime\":\"2026-03-01T10:00:06Z\"}}},"
                    + "\"EventData\":{\"Level\":\"own\"}}}")
            .logs()
            .getFirst();

    assertThat(event.fields().text("Level")).isEqualTo("4");
    assertThat(event.fields().text("EventData.Level")).isEqualTo("own");
  }

  @Test
  void readsEventDataThatIsXmlOrJsonInAString() {
    Gathered read =
        Gathered.of(
            "x",
            """
            {"EventID":3,"Channel":"C","Computer":"c","Provider":"P","TimeGenerated":"2026-03-01T10:00:06Z","EventData":"{\\"Image\\":\\"i.exe\\"}"}
            {"EventID":5156,"Channel":"Security","Computer":"c","TimeGenerated":"2026-03-01T10:00:06Z","EventData":"<EventData xmlns=\\"urn:e\\">\\r\\n <Data Name=\\"Application\\">a &amp; b&#33;</Data></EventData>"}
            """);

    assertThat(read.parked).isEmpty();
    assertThat(read.logs().get(0).fields().text("Image")).isEqualTo("i.exe");
    assertThat(read.logs().get(1).fields().text("Application")).isEqualTo("a & b!");
  }

  @Test
  void readsLinuxSysmonOutOfSyslog() {
    LogRecord event =
        Gathered.of(
                "x",
                "<14>Mar  1 10:00:06 web1 sysmon: <Event><System><Provider Name=\"Linux-Sysmon\"/>"
                    + "<EventID>1</EventID><TimeCreated SystemTime=\"2026-03-01T10:00:05Z\"/>"
                    + "<Channel>Linux-Sysmon/Operational</Channel><Computer>web1</Computer></System>"
                    + "<EventData><Data Name=\"Image\">/bin/ls</Data></EventData></Event>\n")
            .logs()
            .getFirst();

    assertThat(event.source()).isEqualTo(new LogSource("linux", "", "sysmon"));
    assertThat(event.fields().text("Image")).isEqualTo("/bin/ls");
    assertThat(event.fields().get("EventID")).isEqualTo(new Value.Whole(1));
  }

  @Test
  void readsTrailsOutOfTheirArray() {
    Gathered read = Gathered.of("x", Samples.CLOUDTRAIL);

    assertThat(read.parked).isEmpty();
    assertThat(read.logs())
        .extracting(log -> log.fields().text("eventName"))
        .containsExactly("CreateUser", "GetObject");
    assertThat(read.logs().getFirst().source()).isEqualTo(new LogSource("aws", "", "cloudtrail"));
  }

  @Test
  void keepsObjectsOfUnknownOrigin() {
    Gathered read = Gathered.of("x", Samples.OTHER_JSON);

    Fields fields = read.logs().getFirst().fields();
    assertThat(fields.get("n")).isEqualTo(new Value.Text("12345678901234567890"));
    assertThat(fields.get("x")).isEqualTo(new Value.Real(1.5));
    assertThat(fields.get("ok")).isEqualTo(new Value.Truth(true));
    assertThat(fields.get("no")).isEqualTo(Value.Nothing.NOTHING);
    assertThat(fields.find("in.deep"))
        .isEqualTo(new Value.Many(List.of(new Value.Whole(1), new Value.Text("two"))));
    assertThat(read.logs().get(1).time()).isEqualTo(Gathered.TIME);
  }

  @Test
  void readsArraysAndObjectsWithoutAnythingBetween() {
    assertThat(Gathered.of("x", "[{\"a\":1},\n {\"a\":2}]").logs()).hasSize(2);
    assertThat(Gathered.of("x", "{\"a\":1}{\"a\":2} {\"a\":\"}{\"}").logs()).hasSize(3);
    assertThat(Gathered.of("x", "\u001e{\"a\":1}\n\u001e{\"a\":2}\n").logs()).hasSize(2);
  }

  @Test
  void findsTheNextObjectAfterOneThatBreaksOff() {
    Gathered read =
        Gathered.of(
            "x",
            """
            {
              "a": 1
            }
            {
              "a": "broken
            {
              "a": 3
            }
            """);

    assertThat(read.logs()).extracting(log -> log.fields().text("a")).containsExactly("1", "3");
    assertThat(read.parked).hasSize(1);
    assertThat(read.parked.getFirst().byteOffset()).isEqualTo(13);
  }

  @Test
  void readsAuditRecordsOneByOne() {
    Gathered read = Gathered.of("x", Samples.AUDITD);

    assertThat(read.logs()).hasSize(3);
    assertThat(read.logs().get(1).fields().text("a1")).isEqualTo("-l a");
    assertThat(read.logs().get(0).fields().text("a0")).isEqualTo("55");
    assertThat(read.logs().get(1).fields().text("audit_id")).isEqualTo("92");
    LogRecord login = read.logs().get(2);
    assertThat(login.host()).isEqualTo("web1");
    assertThat(login.fields().text("acct")).isEqualTo("root");
    assertThat(login.fields().text("res")).isEqualTo("failed");
    assertThat(login.time()).isEqualTo("2026-03-01T10:00:01Z");
    assertThat(login.source()).isEqualTo(new LogSource("linux", "", "auditd"));
  }

  @Test
  void makesFlowsOfPackets() {
    Gathered read = Gathered.of("x", Samples.pcap());

    assertThat(read.flows()).hasSize(3);
    assertThat(read.consumed).hasSize(5).last().isEqualTo("x#5");
  }

  @Test
  void namesWhatItDoesNotRead() {
    assertThat(reasons("just some words\nand more\n"))
        .containsExactly("is text of no known format");
    assertThat(reasons("\0\1\2\3\4\5")).containsExactly("is binary and of no known format");
    assertThat(reasons("")).isEmpty();
  }

  private static List<String> reasons(String text) {
    return Gathered.of("x", text.getBytes(StandardCharsets.ISO_8859_1)).parked.stream()
        .map(ParkedRecord::reason)
        .toList();
  }

  @Test
  void replacesWhatIsNoUtf8AndCountsIt() {
    byte[] bytes = "{\"a\":\"caf?\"}\n{\"a\":2}\n".getBytes(StandardCharsets.ISO_8859_1);
    bytes[9] = (byte) 0xE9;
    Gathered sink = new Gathered();
    SourceReader reader = new SourceReader("s", TelemetryConfig.DEFAULT, sink, () -> Gathered.TIME);
    reader.read("x", new java.io.ByteArrayInputStream(bytes), Instant.EPOCH, Resume.NOTHING);

    assertThat(sink.logs().getFirst().fields().text("a")).isEqualTo("caf\uFFFD");
    assertThat(reader.statistics().total().replaced()).isEqualTo(1);
  }

  @Test
  void readsUtf16AndByteOrderMarks() {
    byte[] wide = ("\uFEFF" + Samples.EVE).getBytes(StandardCharsets.UTF_16LE);
    byte[] marked = ("\uFEFF" + Samples.EVE).getBytes(StandardCharsets.UTF_8);

    assertThat(Gathered.of("x", wide).events).isEqualTo(Gathered.of("x", Samples.EVE).events);
    assertThat(Gathered.of("x", marked).events).isEqualTo(Gathered.of("x", Samples.EVE).events);
  }

  @Test
  void countsWhatItRead() {
    Gathered sink = new Gathered();
    SourceReader reader = new SourceReader("s", TelemetryConfig.DEFAULT, sink, () -> Gathered.TIME);
    byte[] bytes = (Samples.EVE + "{broken\n").getBytes(StandardCharsets.UTF_8);
    reader.read("x", new java.io.ByteArrayInputStream(bytes), Instant.EPOCH, Resume.NOTHING);

    SourceStatistics.Item item = reader.statistics().items().getFirst();
    assertThat(item.format()).isEqualTo("json-lines");
    assertThat(item.counts().records()).isEqualTo(4);
    assertThat(item.counts().events()).isEqualTo(3);
    assertThat(item.counts().parked()).isEqualTo(1);
    assertThat(item.counts().bytes()).isEqualTo(bytes.length);
    assertThat(item.counts().first()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(item.counts().last()).isEqualTo("2026-03-01T10:00:04Z");
    assertThat(reader.statistics().parkedByReason())
        .containsExactly(java.util.Map.entry("is not valid JSON", 1L));
  }
}
