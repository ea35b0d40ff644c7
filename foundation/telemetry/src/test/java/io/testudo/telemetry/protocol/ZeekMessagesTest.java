package io.testudo.telemetry.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.SharedCaptures;
import io.testudo.telemetry.capture.CaptureDecoder;
import io.testudo.telemetry.flow.FlowAssembler;
import io.testudo.telemetry.flow.FlowAssemblerConfig;
import io.testudo.telemetry.zeek.MessageRecord;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Messages against the protocol logs that Zeek's own tests expect of the same captures: an entry
 * agrees if a message has the same value in every column that both have. Files, identifiers and
 * measured times are not compared.
 */
class ZeekMessagesTest {

  private static final Set<String> NOT_COMPARED =
      Set.of(
          "ts",
          "uid",
          "rtt",
          "tags",
          "password",
          "opcode",
          "opcode_name",
          "original_query",
          "orig_fuids",
          "orig_filenames",
          "orig_mime_types",
          "resp_fuids",
          "resp_filenames",
          "resp_mime_types",
          "client_header_names",
          "server_header_names",
          "ssl_history",
          "sni_matches_cert",
          "client_cert_chain_fps",
          "validation_status");

  private final List<String> differences = new ArrayList<>();
  private int entries;
  private int agreed;

  @ParameterizedTest
  @CsvSource({"dns, 0.77, 31", "http, 0.82, 144", "ssl, 0.6, 45", "modbus, 0.44, 27"})
  void agreesWithTheLogsOfZeek(String log, double least, int logged) throws IOException {
    try (FileSystem zip = SharedCaptures.open("pcap-zeek.zip")) {
      Path map = find(zip.getPath("/"), "map.csv");
      for (String line : Files.readAllLines(map)) {
        String[] cells = line.split(",", -1);
        if (cells.length >= 4 && List.of(cells[3].split(" ")).contains(log + ".log")) {
          compare(map.resolveSibling("Traces"), map.resolveSibling("oracle"), cells, log);
        }
      }
    }
    differences.forEach(System.out::println);
    System.out.printf(
        Locale.ROOT,
        "%s: %d of %d entries agree (%.1f %%)%n",
        log,
        agreed,
        entries,
        100.0 * agreed / entries);
    assertThat(entries).isEqualTo(logged);
    assertThat(agreed).isGreaterThanOrEqualTo((int) Math.ceil(least * entries));
  }

  private static Path find(Path root, String name) throws IOException {
    try (var all = Files.walk(root, 2)) {
      return all.filter(p -> p.endsWith(name)).findFirst().orElseThrow();
    }
  }

  private void compare(Path traces, Path oracle, String[] cells, String log) throws IOException {
    Path trace = traces.resolve(cells[0]);
    List<String> lines =
        Files.readAllLines(
            oracle.resolve(cells[2]).resolve(log + ".log"), StandardCharsets.ISO_8859_1);
    List<String> columns = List.of();
    List<LogRecord> ours = messages(trace, log);
    for (String line : lines) {
      if (line.startsWith("#fields\t")) {
        columns = List.of(line.substring(8).split("\t", -1));
      } else if (!line.startsWith("#") && columns.isEmpty()) {
        columns = List.of(line.split("\t", -1));
      } else if (!line.startsWith("#")) {
        compareEntry(cells[2], columns, line.split("\t", -1), ours);
      }
    }
  }

  private void compareEntry(
      String test, List<String> columns, String[] cells, List<LogRecord> ours) {
    entries++;
    String nearest = "nothing";
    int fewest = Integer.MAX_VALUE;
    for (LogRecord record : ours) {
      List<String> wrong = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        String column = columns.get(i);
        if (!NOT_COMPARED.contains(column)
            && !cells[i].replace("<empty>", "(empty)").equals(shown(record, column))) {
          wrong.add(column + ": zeek " + cells[i] + ", ours " + shown(record, column));
        }
      }
      if (wrong.isEmpty()) {
        agreed++;
        ours.remove(record);
        return;
      }
      if (wrong.size() < fewest) {
        fewest = wrong.size();
        nearest = wrong.toString();
      }
    }
    differences.add(test + "\n    " + nearest);
  }

  private static String shown(LogRecord record, String column) {
    Value value = record.fields().get(column);
    return switch (value) {
      case null -> "-";
      case Value.Truth truth -> truth.holds() ? "T" : "F";
      case Value.Real real -> String.format(Locale.ROOT, "%.6f", real.number());
      case Value.Many many ->
          String.join(
              ",",
              many.values().stream()
                  .map(
                      v ->
                          v instanceof Value.Real real
                              ? String.format(Locale.ROOT, "%.6f", real.number())
                              : v.toString())
                  .toList());
      default -> value.toString().isEmpty() ? "(empty)" : value.toString();
    };
  }

  private static List<LogRecord> messages(Path trace, String log) throws IOException {
    List<LogRecord> found = new ArrayList<>();
    FlowAssembler assembler =
        new FlowAssembler(
            FlowAssemblerConfig.defaults(),
            flow -> {},
            message -> {
              LogRecord record = MessageRecord.of(message);
              if (record.source().service().equals(log)) {
                found.add(record);
              }
            });
    try (InputStream in = Files.newInputStream(trace)) {
      new CaptureDecoder("zeek", trace.toString(), assembler, parked -> {}).decode(in, 0);
    }
    assembler.flush();
    return found;
  }
}
