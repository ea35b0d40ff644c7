package io.testudo.telemetry.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.Gathered;
import io.testudo.telemetry.ParkedRecord;
import io.testudo.telemetry.Samples;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages of syslog, their framing, and what daemons say in them. */
class SyslogTest {

  private static LogRecord read(String line) {
    Gathered read = Gathered.of("x", line + "\n");
    assertThat(read.parked).isEmpty();
    return read.logs().getFirst();
  }

  @Test
  void readsRfc5424() {
    LogRecord record = Gathered.of("x", Samples.SYSLOG).logs().getFirst();

    assertThat(record.time()).isEqualTo("2026-03-01T09:00:05.250Z");
    assertThat(record.host()).isEqualTo("web1");
    assertThat(record.source()).isEqualTo(new LogSource("linux", "", "sshd"));
    Fields fields = record.fields();
    assertThat(fields.text("facility")).isEqualTo("authpriv");
    assertThat(fields.text("severity")).isEqualTo("info");
    assertThat(fields.text("procid")).isEqualTo("811");
    assertThat(fields.get("msgid")).isNull();
    assertThat(fields.find("structured_data.meta@1.note")).isEqualTo(new Value.Text("a \"b\" ]"));
    assertThat(fields.text("action")).isEqualTo("login");
    assertThat(fields.text("outcome")).isEqualTo("success");
    assertThat(fields.text("user")).isEqualTo("alice");
    assertThat(fields.text("src_ip")).isEqualTo("10.1.0.9");
    assertThat(fields.get("src_port")).isEqualTo(new Value.Whole(50222));
    assertThat(fields.text("method")).isEqualTo("publickey");
  }

  @Test
  void readsRfc3164AndItsRelatives() {
    List<LogRecord> records = Gathered.of("x", Samples.SYSLOG).logs();

    assertThat(records).hasSize(5);
    assertThat(records.get(1).time()).isEqualTo("2026-03-01T10:00:06Z");
    assertThat(records.get(1).fields().text("outcome")).isEqualTo("failure");
    assertThat(records.get(1).fields().text("user")).isEqualTo("oracle");
    assertThat(records.get(2).source().service()).isEqualTo("sudo");
    assertThat(records.get(2).fields().text("target_user")).isEqualTo("root");
    assertThat(records.get(2).fields().text("command")).isEqualTo("/usr/bin/id");
    assertThat(records.get(3).time()).isEqualTo("2026-03-01T10:00:08.500Z");
    assertThat(records.get(3).fields().text("user")).isEqualTo("root");
    assertThat(records.get(4).source()).isEqualTo(new LogSource("cisco", "", "sys"));
    assertThat(records.get(4).time()).isEqualTo("2026-03-01T10:00:09.123Z");
    assertThat(records.get(4).fields().text("appname")).isEqualTo("%SYS-5-CONFIG_I");
  }

  @ParameterizedTest
  @CsvSource({
    "Mar  1 10:00:06, 2026-03-01T10:00:06Z",
    "Mar  3 09:00:00, 2026-03-03T09:00:00Z",
    "Mar  4 10:00:00, 2025-03-04T10:00:00Z",
    "Dec 31 23:59:59, 2025-12-31T23:59:59Z",
    "Feb 29 12:00:00, 2024-02-29T12:00:00Z",
    "Jan 02 2020 03:04:05, 2020-01-02T03:04:05Z",
    "Jan  2 03:04:05 2020, 2020-01-02T03:04:05Z",
    "Jan  2 03:04:05.678 UTC, 2026-01-02T03:04:05.678Z",
  })
  void findsTheYearNearTheTimeOfTheFile(String date, String time) {
    assertThat(read("<13>" + date + " web1 app[1]: text").time()).isEqualTo(time);
  }

  @Test
  void readsMessagesThatLackThings() {
    assertThat(read("<13>Mar  1 10:00:06 sshd[7]: text").host()).isEmpty();
    assertThat(read("<13>Mar  1 10:00:06 sshd[7]: text").source().service()).isEqualTo("sshd");
    assertThat(read("<13>just words here").fields().text("message")).isEqualTo("just words here");
    assertThat(read("<13>just words here").time()).isEqualTo(Gathered.TIME);
    assertThat(read("<13>1 - - - - - -").fields().text("message")).isEmpty();
    assertThat(read("<13>1 2026-03-01T10:00:00Z h app - - - \uFEFFtext").fields().text("message"))
        .isEqualTo("text");
  }

  @Test
  void parksWhatBreaksOff() {
    Gathered read =
        Gathered.of(
            "x",
            """
            <13>1 2026-03-01T10:00:00Z h app
            <13>1 never h app - - - text
            <999>Mar  1 10:00:06 h app: text
            <13>1 2026-03-01T10:00:00Z h app - - [a b="c text
            <13>1 2026-03-01T10:00:00Z h app - - nothing text
            """);

    assertThat(read.events).isEmpty();
    assertThat(read.parked)
        .extracting(ParkedRecord::reason)
        .containsExactly(
            "ends within its RFC 5424 header",
            "has no valid time in its RFC 5424 header",
            "has a priority that is none",
            "has structured data that is not closed",
            "has no structured data behind its RFC 5424 header");
  }

  @Test
  void takesTheAddressThatTheDaemonWroteNotTheOneInAName() {
    LogRecord record =
        read(
            "Mar  1 10:00:06 web1 sshd[7]: Failed password for invalid user a from 10.0.0.1 port 1"
                + " from 198.51.100.4 port 40100 ssh2");

    assertThat(record.fields().text("src_ip")).isEqualTo("198.51.100.4");
    assertThat(record.fields().text("user")).isEqualTo("a from 10.0.0.1 port 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sshd[1]: Invalid user test from 198.51.100.4 port 4010 | login failure test 198.51.100.4",
        "sshd[1]: Connection closed by authenticating user root 198.51.100.4 port 4010 [preauth]"
            + " | logout - root 198.51.100.4",
        "sshd[1]: Disconnected from user bob 198.51.100.4 port 4010 | logout - bob 198.51.100.4",
        "sshd[1]: Received disconnect from 198.51.100.4 port 4010:11: bye | - - - -",
        "sshd[1]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser="
            + " rhost=198.51.100.4  user=root | login failure root 198.51.100.4",
        "sshd[1]: pam_unix(sshd:session): session opened for user bob(uid=1000) by (uid=0)"
            + " | session-opened success bob -",
        "sudo: bob : 3 incorrect password attempts ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh"
            + " | sudo failure bob -",
        "sudo: bob : user NOT in sudoers ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh"
            + " | sudo failure bob -",
        "su[9]: FAILED SU (to root) bob on pts/0 | su failure bob -",
        "CRON[9]: (bob) CMD (/bin/true) | cron success bob -",
      })
  void readsWhatDaemonsSay(String message, String expected) {
    Fields fields = read("Mar  1 10:00:06 web1 " + message.strip()).fields();

    List<String> found = new ArrayList<>();
    for (String name : List.of("action", "outcome", "user", "src_ip")) {
      found.add(fields.get(name) == null ? "-" : fields.text(name));
    }
    assertThat(String.join(" ", found)).isEqualTo(expected.strip());
  }

  @Test
  void readsAccountChanges() {
    Fields added =
        read("Mar  1 10:00:06 web1 useradd[9]: new user: name=eve, UID=1002, GID=1002, home=/home/eve")
            .fields();
    Fields member = read("Mar  1 10:00:06 web1 usermod[9]: add 'eve' to group 'sudo'").fields();

    assertThat(added.text("action") + " " + added.text("target_user")).isEqualTo("user-added eve");
    assertThat(member.text("target_user") + " " + member.text("group")).isEqualTo("eve sudo");
  }

  @Test
  void splitsAStreamWhateverFramesEachMessage() throws IOException {
    String stream = "5 <1>ab<13>line one\n<13>two\r\n\n12 <13>with\nend<13>nul\u00009 <13>12345";

    assertThat(frames(stream, 100))
        .containsExactly(
            "<1>ab", "<13>line one", "<13>two", "<13>with\nend", "<13>nul", "<13>12345");
  }

  @Test
  void cutsFramesThatAreTooLong() throws IOException {
    String stream = "<13>a\n<13>" + "x".repeat(5000) + "\n4000 <13>" + "y".repeat(3996) + "<13>b\n";

    SyslogFrames frames =
        new SyslogFrames(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)), 2000);
    List<Long> excess = new ArrayList<>();
    while (frames.next()) {
      excess.add(frames.excess());
    }

    assertThat(excess).containsExactly(0L, 4492L, 3488L, 0L);
  }

  private static List<String> frames(String stream, int most) throws IOException {
    SyslogFrames frames =
        new SyslogFrames(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)), most);
    List<String> found = new ArrayList<>();
    while (frames.next()) {
      found.add(
          new String(frames.buffer(), frames.from(), frames.length(), StandardCharsets.UTF_8));
    }
    return found;
  }

  @Test
  void readsMessagesThatCameAsJson() {
    Gathered read =
        Gathered.of(
            "x",
            """
            {"TimeGenerated":"2026-03-01T10:00:06Z","HostName":"web1","ProcessName":"sshd","SyslogMessage":"Accepted password for bob from 10.1.0.9 port 5 ssh2","Facility":"auth"}
            {"__REALTIME_TIMESTAMP":"1772359206000000","_HOSTNAME":"web1","SYSLOG_IDENTIFIER":"sudo","MESSAGE":"bob : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh"}
            """);

    assertThat(read.logs()).extracting(log -> log.fields().text("user")).containsOnly("bob");
    assertThat(read.logs())
        .extracting(log -> log.time().toString())
        .containsOnly("2026-03-01T10:00:06Z");
    assertThat(read.logs())
        .extracting(LogRecord::source)
        .containsExactly(new LogSource("linux", "", "sshd"), new LogSource("linux", "", "sudo"));
  }

  @Test
  void boundsAMessageAsAnyRecord() {
    String line = "<13>Mar  1 10:00:06 h app: " + "x".repeat(2 << 20);

    assertThat(Gathered.of("x", "<13>Mar  1 10:00:06 h app: a\n" + line + "\n").parked).hasSize(1);
  }
}
