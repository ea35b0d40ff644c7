package io.testudo.telemetry.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.Gathered;
import io.testudo.telemetry.ParkedRecord;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Value;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Entries of the journal, exported and as JSON. */
class JournalTest {

  private static final long SEED = Long.getLong("seed", 20260730L);

  private static final String LOGIN =
      """
      __CURSOR=s=1;i=2
      __REALTIME_TIMESTAMP=1772359206000250
      _HOSTNAME=web1
      PRIORITY=6
      SYSLOG_FACILITY=10
      SYSLOG_IDENTIFIER=sshd
      _PID=4711
      MESSAGE=Failed password for root from 203.0.113.9 port 4242 ssh2

      """;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** An entry with one field that is told by its length. */
  private static byte[] entry(String name, byte[] value) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(utf8("__CURSOR=x\n__REALTIME_TIMESTAMP=1772359207000000\n" + name + "\n"));
    out.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value.length).array());
    out.writeBytes(value);
    out.writeBytes(utf8("\nSYSLOG_IDENTIFIER=app\n\n"));
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  @Test
  void givesWhatThePlainMessageGivesAndKeepsTheJournalsFields() {
    LogRecord log = Gathered.of("x", LOGIN).logs().getFirst();

    assertThat(log.source()).isEqualTo(new LogSource("linux", "", "sshd"));
    assertThat(log.time()).isEqualTo("2026-03-01T10:00:06.000250Z");
    assertThat(log.host()).isEqualTo("web1");
    assertThat(log.fields().asMap())
        .containsEntry("facility", new Value.Text("authpriv"))
        .containsEntry("severity", new Value.Text("info"))
        .containsEntry("outcome", new Value.Text("failure"))
        .containsEntry("src_ip", new Value.Text("203.0.113.9"))
        .containsEntry("_PID", new Value.Text("4711"));
  }

  @Test
  void readsTheSameFromJson() {
    String json =
        """
        {"__CURSOR":"s=1;i=2","__REALTIME_TIMESTAMP":"1772359206000250","_HOSTNAME":"web1","PRIORITY":"6","SYSLOG_FACILITY":"10","SYSLOG_IDENTIFIER":"sshd","_PID":"4711","MESSAGE":"Failed password for root from 203.0.113.9 port 4242 ssh2"}
        {"__CURSOR":"x","__REALTIME_TIMESTAMP":"1772359207000000","MESSAGE":[99,97,102,195,169,7],"SYSLOG_IDENTIFIER":"app"}
        {"__CURSOR":"x","__REALTIME_TIMESTAMP":"1772359207000000","MESSAGE":null,"SYSLOG_IDENTIFIER":"app"}
        """;

    List<LogRecord> fromJson = Gathered.of("x", json).logs();
    byte[] export = joined(utf8(LOGIN), entry("MESSAGE", utf8("café\u0007")));

    assertThat(fromJson.subList(0, 2)).isEqualTo(Gathered.of("x", export).logs());
    assertThat(fromJson.getLast().fields().text("message")).isEmpty();
  }

  @Test
  void takesAFieldByItsLengthWhateverItHolds() {
    String forged = "one\n\n__CURSOR=y\n__REALTIME_TIMESTAMP=1\nMESSAGE=forged\n\n";
    byte[] bytes = joined(entry("MESSAGE", utf8(forged)), utf8(LOGIN));

    Gathered read = Gathered.of("x", bytes);

    assertThat(read.parked).isEmpty();
    assertThat(read.logs()).hasSize(2);
    assertThat(read.logs().getFirst().fields().text("message")).isEqualTo(forged);
    assertThat(read.logs().getLast().source().service()).isEqualTo("sshd");
  }

  @Test
  void keepsAllValuesOfAFieldThatComesAgain() {
    String entry = LOGIN.replace("_PID=", "TAG=a\nTAG=b\nTAG=c\nEMPTY=\n_PID=");

    LogRecord log = Gathered.of("x", entry).logs().getFirst();

    assertThat(log.fields().get("TAG"))
        .isEqualTo(
            new Value.Many(List.of(new Value.Text("a"), new Value.Text("b"), new Value.Text("c"))));
    assertThat(log.fields().get("EMPTY")).isEqualTo(new Value.Text(""));
  }

  @Test
  void passesOverAnEntryThatIsTooLongAndGoesOn() {
    byte[] bytes =
        joined(utf8(LOGIN), entry("COREDUMP", new byte[5 << 20]), utf8(LOGIN), utf8(LOGIN));

    Gathered read = Gathered.of("x", bytes);

    assertThat(read.logs()).hasSize(3);
    assertThat(read.parked)
        .extracting(ParkedRecord::reason)
        .singleElement()
        .asString()
        .startsWith("is longer than 1048576 bytes: 524");
  }

  @Test
  void setsAsideAFieldWhoseLengthCannotBeAndGoesOn() {
    byte[] absurd = entry("MESSAGE", utf8("hello"));
    Arrays.fill(absurd, absurd.length - 36, absurd.length - 30, (byte) 0xFF);
    byte[] cut = Arrays.copyOf(entry("MESSAGE", utf8("hello")), 70);

    Gathered read = Gathered.of("x", joined(absurd, utf8(LOGIN), cut));

    assertThat(read.logs()).hasSize(1);
    assertThat(read.parked)
        .extracting(ParkedRecord::reason)
        .containsExactly(
            "holds a field whose length does not fit: MESSAGE",
            "holds a field whose length does not fit: MESSAGE");
  }

  @Test
  void cutsRandomEntriesWhereTheyWereJoined() {
    System.out.println("seed " + SEED);
    var chance = new Random(SEED);
    var small = Gathered.withRecordsOf(4096);
    for (int round = 0; round < 300; round++) {
      var all = new ByteArrayOutputStream();
      List<String> expected = new ArrayList<>();
      int count = 1 + chance.nextInt(20);
      for (int i = 0; i < count; i++) {
        byte[] value =
            new byte[chance.nextInt(10) == 0 ? chance.nextInt(20_000) : chance.nextInt(99)];
        for (int at = 0; at < value.length; at++) {
          value[at] = (byte) "\n\n=aA\0\1_".charAt(chance.nextInt(8));
        }
        byte[] entry = entry("MESSAGE", value);
        all.writeBytes(entry);
        if (entry.length <= 4096) {
          expected.add(new String(value, StandardCharsets.UTF_8));
        }
        all.writeBytes(utf8("\n".repeat(chance.nextInt(3))));
      }
      Gathered read = Gathered.of("x", all.toByteArray(), small);
      assertThat(read.logs())
          .as("round " + round)
          .extracting(log -> log.fields().text("message"))
          .isEqualTo(expected);
      assertThat(read.parked).hasSize(count - expected.size());
    }
  }

  @Test
  void survivesMutations() {
    var chance = new Random(SEED);
    byte[] sample = joined(utf8(LOGIN), entry("MESSAGE", utf8("hello")), utf8(LOGIN));
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = sample.clone();
      for (int i = 0; i < 1 + chance.nextInt(4); i++) {
        bytes[chance.nextInt(bytes.length)] = (byte) chance.nextInt(256);
      }
      assertThat(Gathered.of("x", bytes).events).hasSizeLessThan(6);
    }
  }
}
