package io.testudo.telemetry.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.Gathered;
import io.testudo.telemetry.Samples;
import io.testudo.telemetry.SharedData;
import io.testudo.telemetry.ocsf.OcsfMapping;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.FlowState;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Value;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Documents of ECS and OCSF, and our own OCSF read back. */
class SchemaTest {

  private static final long SEED = Long.getLong("seed", 20260801L);

  private static final String PROCESS =
      """
      {"@timestamp":"2026-03-01T10:00:06.500Z","ecs":{"version":"8.11.0"},"agent":{"type":"endpoint"},
       "event":{"kind":"event","category":["process"],"type":["start"],"dataset":"endpoint.events.process","module":"endpoint"},
       "host":{"hostname":"pc7","os":{"type":"windows"}},"user":{"name":"bob"},
       "process":{"executable":"C:\\\\Windows\\\\System32\\\\reg.exe","command_line":"reg save HKLM\\\\sam x","pid":7,
         "parent":{"executable":"C:\\\\Windows\\\\explorer.exe"}}}
      """;

  private static final String DOTTED =
      """
      {"@timestamp":"2026-03-01T10:00:06.500Z","ecs.version":"8.11.0","event.category":"process","event.type":"start","event.dataset":"endpoint.events.process","host.hostname":"pc7","host.os.type":"windows","user.name":"bob","process.executable":"C:\\\\Windows\\\\System32\\\\reg.exe","process.command_line":"reg save HKLM\\\\sam x","process.pid":7,"process.parent.executable":"C:\\\\Windows\\\\explorer.exe"}
      """;

  private static final String LOGON =
      """
      {"@timestamp":"2026-03-01T10:00:07Z","ecs":{"version":"8.0"},"event":{"module":"system","dataset":"system.auth","category":["authentication"],"action":"ssh_login","outcome":"failure"},"host":{"hostname":"web1","os":{"family":"debian"}},"process":{"name":"sshd"},"source":{"ip":"203.0.113.9","port":4242},"user":{"name":"root"}}
      """;

  private static final String FLOW =
      """
      {"@timestamp":"2026-03-01T10:00:10Z","type":"flow","ecs":{"version":"8.0"},"event":{"dataset":"flow","category":["network"],"start":"2026-03-01T10:00:00Z","end":"2026-03-01T10:00:09Z"},"flow":{"final":true},"network":{"transport":"tcp","community_id":"1:x"},"source":{"ip":"10.0.0.9","port":50000,"packets":5,"bytes":400},"destination":{"ip":"203.0.113.9","port":443,"packets":4,"bytes":9000}}
      """;

  private static final String QUERY =
      """
      {"@timestamp":"2026-03-01T10:00:10Z","type":"dns","ecs":{"version":"8.0"},"event":{"dataset":"dns","category":["network"]},"network":{"transport":"udp"},"source":{"ip":"10.0.0.9","port":50000,"bytes":40},"destination":{"ip":"10.0.0.2","port":53,"bytes":90},"dns":{"question":{"name":"evil.example","type":"A"},"resolved_ip":["198.51.100.7"]}}
      """;

  private static LogRecord log(String text) {
    Gathered read = Gathered.of("x", text);
    assertThat(read.parked).isEmpty();
    return read.logs().getFirst();
  }

  private static Value text(String text) {
    return new Value.Text(text);
  }

  @Test
  void givesProcessesOfEcsTheNamesOfRules() {
    for (String document : List.of(PROCESS, DOTTED)) {
      LogRecord log = log(document);

      assertThat(log.source().product()).isEqualTo("windows");
      assertThat(log.source().category()).isEqualTo("process_creation");
      assertThat(log.host()).isEqualTo("pc7");
      assertThat(log.time()).isEqualTo("2026-03-01T10:00:06.500Z");
      assertThat(log.fields().asMap())
          .containsEntry("Image", text("C:\\Windows\\System32\\reg.exe"))
          .containsEntry("CommandLine", text("reg save HKLM\\sam x"))
          .containsEntry("ParentImage", text("C:\\Windows\\explorer.exe"))
          .containsEntry("User", text("bob"));
      assertThat(log.fields().text("process.pid")).isEqualTo("7");
    }
  }

  @Test
  void tellsLogonsOfEcs() {
    LogRecord log = log(LOGON);

    assertThat(log.source().category()).isEqualTo("authentication");
    assertThat(log.source().service()).isEqualTo("sshd");
    assertThat(log.fields().asMap())
        .containsEntry("action", text("login"))
        .containsEntry("outcome", text("failure"))
        .containsEntry("user", text("root"))
        .containsEntry("src_ip", text("203.0.113.9"));
  }

  @Test
  void makesFlowsOfEcsThatCounts() {
    Gathered read = Gathered.of("x", FLOW);

    Flow flow = read.flows().getFirst();
    assertThat(flow.originator()).hasToString("10.0.0.9:50000");
    assertThat(flow.responder()).hasToString("203.0.113.9:443");
    assertThat(flow.state()).isEqualTo(FlowState.FINISHED);
    assertThat(flow.forward().packets()).isEqualTo(5);
    assertThat(flow.backward().ipBytes()).isEqualTo(9000);
    assertThat(flow.duration()).hasSeconds(9);
    assertThat(Gathered.of("x", FLOW.replaceAll(",\"packets\":4,\"bytes\":9000", "")).flows())
        .extracting(Flow::state)
        .containsExactly(FlowState.ATTEMPTED);
  }

  @Test
  void keepsTransactionsOfEcsAsRecords() {
    LogRecord log = log(QUERY);

    assertThat(log.source()).isEqualTo(new LogSource("", "dns", "dns"));
    assertThat(log.fields().asMap())
        .containsEntry("query", text("evil.example"))
        .containsEntry("answer", text("198.51.100.7"));
  }

  @Test
  void readsItsOwnFlowsBack() {
    Gathered read = Gathered.of("x", Samples.pcap());
    assertThat(read.flows()).isNotEmpty();
    for (Flow flow : read.flows()) {
      Flow back = Gathered.of("x", written(flow)).flows().getFirst();

      assertThat(back.originator().address()).isEqualTo(flow.originator().address());
      assertThat(back.responder()).isEqualTo(flow.responder());
      assertThat(back.state()).isEqualTo(flow.state());
      assertThat(back.protocol()).isEqualTo(flow.protocol());
      assertThat(back.forward().packets()).isEqualTo(flow.forward().packets());
      assertThat(back.backward().ipBytes()).isEqualTo(flow.backward().ipBytes());
      assertThat(back.time().toEpochMilli()).isEqualTo(flow.time().toEpochMilli());
      assertThat(back.end().toEpochMilli()).isEqualTo(flow.end().toEpochMilli());
      assertThat(back.communityId()).isEqualTo(flow.communityId());
      assertThat(back.service()).isEqualTo(flow.service());
    }
  }

  private static String written(Event event) {
    return new OcsfMapping("1").of(event).toJson() + "\n";
  }

  @Test
  void readsItsOwnRecordsBack() {
    String sysmon =
        """
        {"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"pc7","UtcTime":"2026-03-01 10:00:06.500","Image":"C:\\\\a.exe","CommandLine":"a.exe -x","ProcessId":7,"ParentImage":"C:\\\\b.exe","ParentProcessId":8,"ParentCommandLine":"b.exe","User":"D\\\\bob","OriginalFileName":"A.EXE"}
        """;
    LogRecord log = log(sysmon);
    LogRecord back = log(written(log));

    assertThat(back.source().product()).isEqualTo("windows");
    assertThat(back.source().service()).isEqualTo("microsoft-windows-sysmon/operational");
    assertThat(back.host()).isEqualTo("pc7");
    for (String name :
        List.of(
            "EventID",
            "Image",
            "CommandLine",
            "ProcessId",
            "ParentImage",
            "ParentCommandLine",
            "User",
            "OriginalFileName")) {
      assertThat(back.fields().get(name)).as(name).isEqualTo(log.fields().get(name));
    }
    assertThat(back.fields().text("Channel")).isEqualToIgnoringCase(log.fields().text("Channel"));
  }

  @Test
  void readsItsOwnLogonsBack() {
    String sshd =
        "<86>1 2026-03-01T10:00:06Z web1 sshd 4711 - - Failed password for root from 203.0.113.9"
            + " port 4242 ssh2\n";
    LogRecord back = log(written(log(sshd)));

    assertThat(back.source()).isEqualTo(new LogSource("linux", "authentication", "sshd"));
    assertThat(back.host()).isEqualTo("web1");
    assertThat(back.fields().asMap())
        .containsEntry("action", text("login"))
        .containsEntry("outcome", text("failure"))
        .containsEntry("user", text("root"))
        .containsEntry("src_ip", text("203.0.113.9"));
  }

  @Test
  void readsTheSamplesOfOthers() throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(SharedData.file("sharing-ocsf.zip"))) {
      String folder = "mappings/markdown/";
      Gathered connection = sample(zip, folder + "Zeek/v1.4.0/conn_log/samples/conn_log.ocsf");
      Gathered process = sample(zip, folder + "Microsoft/Windows Events/4688/4688_0.json");
      Gathered logon = sample(zip, folder + "Microsoft/Windows Events/4625/4625_0.json");

      Flow flow = connection.flows().getFirst();
      assertThat(flow.state()).isEqualTo(FlowState.FINISHED);
      assertThat(flow.service()).isEqualTo("http");
      assertThat(flow.time()).isEqualTo("2024-10-16T04:27:01Z");
      LogRecord started = process.logs().getFirst();
      assertThat(started.source())
          .isEqualTo(new LogSource("windows", "process_creation", "security"));
      assertThat(started.fields().asMap())
          .containsEntry("EventID", new Value.Whole(4688))
          .containsEntry("Image", text("C:\\Windows\\System32\\reg.exe"))
          .containsEntry("ParentImage", text("C:\\Windows\\System32\\cmd.exe"));
      assertThat(logon.logs().getFirst().fields().asMap())
          .containsEntry("outcome", text("failure"))
          .containsEntry("action", text("login"));
    }
  }

  private static Gathered sample(FileSystem zip, String name) throws IOException {
    Gathered read = Gathered.of(name, Files.readAllBytes(zip.getPath(name)));
    assertThat(read.parked).isEmpty();
    return read;
  }

  @Test
  void survivesValuesOfEveryWrongType() {
    System.out.println("seed " + SEED);
    var chance = new Random(SEED);
    String ocsf =
        written(Gathered.of("x", Samples.pcap()).flows().getFirst())
            + written(
                log(
                    "<86>Mar  1 10:00:06 web1 sshd[1]: Failed password for a from 10.0.0.1 port 1 ssh2\n"));
    String all = PROCESS.replace("\n", "") + "\n" + DOTTED + LOGON + FLOW + QUERY + ocsf;
    String[] values = {
      "null", "[]", "{}", "-1", "1e99", "\"x\"", "true", "[[1],{\"ip\":2}]", "99999999999999999999"
    };
    int events = 0;
    for (int round = 0; round < 3000; round++) {
      String text = all;
      for (int i = 0; i < 6; i++) {
        int from = text.indexOf(':', chance.nextInt(text.length() - 50));
        int end = from < 0 ? -1 : endOfValue(text, from + 1);
        if (end > 0) {
          text =
              text.substring(0, from + 1)
                  + values[chance.nextInt(values.length)]
                  + text.substring(end);
        }
      }
      events += Gathered.of("x", text).events.size();
    }
    assertThat(events).isGreaterThan(9000);
  }

  private static int endOfValue(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (",}\n".indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }
}
