package io.testudo.telemetry.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.testudo.telemetry.Gathered;
import io.testudo.telemetry.ParkedRecord;
import io.testudo.telemetry.Samples;
import io.testudo.telemetry.TelemetryConfig;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Value;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Logs by what is declared of them. */
class MappingTest {

  private static final long SEED = Long.getLong("seed", 20260731L);
  private static final LogSource FIREWALL = new LogSource("acme", "firewall", "");

  private static Mapping csv(char separator, List<String> columns, String items) {
    return new Mapping(
        new Mapping.Csv(separator, columns),
        items,
        FIREWALL,
        new MappedTime(List.of("date", "time"), "dd.MM.yyyy HH:mm:ss", ZoneId.of("Europe/Berlin")),
        "device",
        Map.of("src", "src_ip", "port", "dst_port"),
        Mapping.Others.KEPT);
  }

  private static Mapping json(String pattern, Mapping.Others others) {
    return new Mapping(
        new Mapping.Json(),
        "",
        FIREWALL,
        new MappedTime(List.of("meta.at"), pattern, ZoneOffset.UTC),
        "",
        Map.of("net.src", "src_ip"),
        others);
  }

  private static Gathered read(String item, String text, Mapping... mappings) {
    TelemetryConfig config = TelemetryConfig.DEFAULT.withMappings(List.of(mappings));
    return Gathered.of(item, text.getBytes(StandardCharsets.UTF_8), config);
  }

  private static List<String> reasons(Gathered read) {
    return read.parked.stream().map(ParkedRecord::reason).toList();
  }

  @Test
  void namesTheColumnsOfSeparatedValues() {
    String text =
        """
        date;time;device;src;port;note
        01.03.2026;11:00:06;fw1;10.0.0.9;443;"with ""quotes"";
        and a second line"
        01.07.2026;11:00:07;fw1;10.0.0.9;;
        """;

    List<LogRecord> logs = read("x", text, csv(';', List.of(), "")).logs();

    assertThat(logs).hasSize(2);
    assertThat(logs.getFirst().time()).isEqualTo("2026-03-01T10:00:06Z");
    assertThat(logs.getLast().time()).isEqualTo("2026-07-01T09:00:07Z");
    assertThat(logs.getFirst().source()).isEqualTo(FIREWALL);
    assertThat(logs.getFirst().host()).isEqualTo("fw1");
    assertThat(logs.getFirst().fields().asMap())
        .containsEntry("src_ip", new Value.Text("10.0.0.9"))
        .containsEntry("dst_port", new Value.Whole(443))
        .containsEntry("note", new Value.Text("with \"quotes\";\nand a second line"))
        .doesNotContainKeys("src", "port");
    assertThat(logs.getLast().fields().asMap()).doesNotContainKeys("dst_port", "note");
  }

  @Test
  void tellsByNameWhatHasNoHeader() {
    Mapping mapping = csv(',', List.of("date", "time", "src", "port"), "fw-*.csv");
    String text = "01.03.2026,11:00:06,10.0.0.9,443\n";

    assertThat(read("logs/fw-1.csv", text, mapping).logs()).hasSize(1);
    assertThat(read("day.zip!fw-1.csv", text, mapping).logs()).hasSize(1);
    assertThat(reasons(read("other.csv", text, mapping)))
        .containsExactly("is text of no known format");
  }

  @Test
  void leavesItemsOfOtherFormatsToThem() {
    Gathered read =
        read("x", Samples.ZEEK_TSV, csv(';', List.of(), ""), json("", Mapping.Others.KEPT));

    assertThat(read.logs().getFirst().source().product()).isEqualTo("zeek");
  }

  @Test
  void takesObjectsThatHaveTheTimeAndAColumn() {
    String text =
        """
        {"meta":{"at":1772359206.5},"net":{"src":"10.0.0.9"},"EventID":1,"Channel":"Security","UtcTime":"2026-01-01 00:00:00"}
        {"meta":{"at":"1772359206500"},"net":{"src":"10.0.0.9"},"more":[1]}
        {"meta":{"at":"never"},"net":{"src":"10.0.0.9"}}
        {"timestamp":"2026-03-01T10:00:00Z","a":1}
        """;

    Gathered read = read("x", text, json("", Mapping.Others.DROPPED));

    assertThat(read.logs()).hasSize(3);
    assertThat(read.logs().subList(0, 2))
        .allSatisfy(
            log -> {
              assertThat(log.time()).isEqualTo("2026-03-01T10:00:06.500Z");
              assertThat(log.source()).isEqualTo(FIREWALL);
              assertThat(log.fields().asMap())
                  .isEqualTo(Map.of("src_ip", new Value.Text("10.0.0.9")));
            });
    assertThat(read.logs().getLast().source()).isEqualTo(new LogSource("", "", ""));
    assertThat(reasons(read)).containsExactly("has no valid time in meta.at: never");
  }

  @Test
  void setsAsideOnlyTheLineThatIsWrong() {
    String good = "01.03.2026;11:00:06;fw1;10.0.0.9;443;x\n";
    String text =
        "date;time;device;src;port;note\n"
            + good
            + "01.03.2026;11:00:06;fw1;10.0.0.9\n"
            + "32.03.2026;11:00:06;fw1;10.0.0.9;443;x\n"
            + "01.03.2026;11:00:06;fw1;10.0.0.9;443;\"a\"b\n"
            + good
            + "01.03.2026;11:00:06;fw1;10.0.0.9;443;\"open\n"
            + good;

    Gathered read = read("x", text, csv(';', List.of(), ""));

    assertThat(read.logs()).hasSize(3);
    assertThat(reasons(read))
        .containsExactly(
            "has a number of columns that differs: 4 instead of 6",
            "has no valid time in date, time: 32.03.2026 11:00:06",
            "goes on behind the quotation mark that ends column 6",
            "has no quotation mark that ends column 6");
  }

  @Test
  void refusesAPatternThatTellsNoInstant() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MappedTime(List.of("t"), "HH:mm", ZoneOffset.UTC))
        .withMessageContaining("pattern (HH:mm) of MappedTime must tell year, month, day");
  }

  /** Values are written with quotes, cut and split again. */
  @Test
  void givesBackRandomValues() throws Exception {
    System.out.println("seed " + SEED);
    var chance = new Random(SEED);
    for (int round = 0; round < 500; round++) {
      List<List<String>> rows = new ArrayList<>();
      var text = new StringBuilder();
      for (int row = 0; row < 1 + chance.nextInt(10); row++) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          var value = new StringBuilder();
          for (int c = 0; c < chance.nextInt(12); c++) {
            value.append("ab\"\",\n\r é".charAt(chance.nextInt(9)));
          }
          values.add(value.toString());
          boolean isPlain = value.chars().noneMatch(c -> "\",\n\r".indexOf(c) >= 0);
          text.append(i > 0 ? "," : "");
          text.append(
              isPlain && chance.nextBoolean()
                  ? value
                  : "\"" + value.toString().replace("\"", "\"\"") + "\"");
        }
        rows.add(values);
        text.append(chance.nextBoolean() ? "\r\n" : "\n");
      }
      assertThat(split(text.toString())).as(text.toString()).isEqualTo(rows);
    }
  }

  private static List<List<String>> split(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var records = new CsvRecords(new ByteArrayInputStream(bytes), 1 << 16, ',');
    List<List<String>> rows = new ArrayList<>();
    while (records.next()) {
      String record =
          new String(records.buffer(), records.from(), records.length(), StandardCharsets.UTF_8);
      rows.add(CsvLine.values(record, ','));
    }
    return rows;
  }

  @Test
  void takesTimeInProportionToItsInputWhateverTheQuotes() {
    byte[] bytes = "\"a\n".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
    var records = new CsvRecords(new ByteArrayInputStream(bytes), 1 << 20, ',');
    int count =
        assertTimeoutPreemptively(
            Duration.ofMinutes(1),
            () -> {
              int cut = 0;
              while (records.next()) {
                cut++;
              }
              return cut;
            });

    assertThat(count).isBetween(500_000, 1_000_000);
  }

  @Test
  void survivesMutations() {
    var chance = new Random(SEED);
    String sample =
        "date;time;device;src;port;note\n01.03.2026;11:00:06;fw1;10.0.0.9;443;\"a\nb\"\n";
    for (int round = 0; round < 5000; round++) {
      byte[] bytes = sample.repeat(2).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 1 + chance.nextInt(5); i++) {
        bytes[chance.nextInt(bytes.length)] = (byte) "\"\n;,\r\0\u00FFx".charAt(chance.nextInt(8));
      }
      Gathered read =
          read(
              "fw-1.csv", new String(bytes, StandardCharsets.ISO_8859_1), csv(';', List.of(), "*"));
      assertThat(read.events).hasSizeLessThan(5);
    }
  }
}
