package io.testudo.intrusion.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordLineTest {

  private static String line(LogSource source, String host, String... namesAndValues) {
    Map<String, Value> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], new Value.Text(namesAndValues[i + 1]));
    }
    return RecordLine.of(
        new LogRecord(new Origin("s", "i", 1), Instant.EPOCH, source, host, Fields.of(fields)));
  }

  private static final LogSource SECURITY = new LogSource("windows", "", "security");
  private static final LogSource SYSMON = new LogSource("windows", "", "sysmon");

  @Test
  void saysWhatAnAuditedEventIs() {
    assertThat(
            line(
                SECURITY,
                "dc01",
                "EventID",
                "4625",
                "Channel",
                "Security",
                "TargetUserName",
                "ann",
                "IpAddress",
                "192.0.2.7",
                "LogonType",
                "3"))
        .isEqualTo("failed logon of ann from 192.0.2.7 over the network (event 4625) on dc01");
  }

  @Test
  void saysWhatSysmonSaw() {
    String channel = "Microsoft-Windows-Sysmon/Operational";
    assertThat(
            line(
                SYSMON, "", "EventID", "1", "Channel", channel, "CommandLine", "cmd.exe /c whoami"))
        .isEqualTo("process started: cmd.exe /c whoami (Sysmon 1)");
    assertThat(
            line(
                SYSMON,
                "",
                "EventID",
                "22",
                "Channel",
                channel,
                "Image",
                "C:\\a\\b.exe",
                "QueryName",
                "example.org"))
        .isEqualTo("b.exe asked DNS for example.org (Sysmon 22)");
  }

  @Test
  void namesAnEventThatItDoesNotKnowByItsNumberAndChannel() {
    assertThat(line(SECURITY, "h", "EventID", "9999", "Channel", "Security"))
        .isEqualTo("event 9999 of Security on h");
  }

  @Test
  void readsTheLogsOfNetworkSensors() {
    assertThat(
            line(
                new LogSource("zeek", "", "dns"),
                "",
                "id.orig_h",
                "10.0.0.1",
                "id.resp_h",
                "10.0.0.2",
                "query",
                "example.org",
                "qtype_name",
                "A",
                "rcode_name",
                "NOERROR"))
        .isEqualTo("DNS A query for example.org answered NOERROR by 10.0.0.1");
    assertThat(
            line(
                new LogSource("suricata", "alert", ""),
                "",
                "alert.signature",
                "bad thing",
                "src_ip",
                "10.0.0.1",
                "dest_ip",
                "10.0.0.2"))
        .isEqualTo("alert “bad thing”, 10.0.0.1 → 10.0.0.2");
  }

  @Test
  void takesTheMessageOfAnyOther() {
    assertThat(line(new LogSource("linux", "", "sshd"), "web", "message", "Failed\n password"))
        .isEqualTo("sshd: Failed password on web");
    assertThat(line(new LogSource("", "", ""), "")).isEqualTo("a record of an unknown program");
  }

  @Test
  void cutsWhatIsLong() {
    assertThat(line(new LogSource("linux", "", "x"), "", "message", "y".repeat(5000)))
        .hasSize(RecordLine.MOST_CHARACTERS)
        .endsWith("…");
  }

  @Test
  void staysOneLineWhateverSomebodyWroteIntoAField() {
    String line =
        line(SECURITY, "h", "EventID", "4688", "CommandLine", "a\r\n\u001b[2J\u0007b".repeat(9999));

    assertThat(line)
        .hasSizeLessThanOrEqualTo(RecordLine.MOST_CHARACTERS)
        .startsWith("process started: a [2J b")
        .doesNotContainPattern("\\p{Cntrl}");
  }
}
