package io.testudo.telemetry.evtx;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.Gathered;
import io.testudo.telemetry.SharedData;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.Value;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Logs of real machines, beside what another program made of the same logs. */
class EvtxRealDataTest {

  private static final String TIME = "TimeCreated_SystemTime";

  @Test
  void givesEveryFieldThatEvtxDumpGives() throws IOException {
    int logs = 0;
    int events = 0;
    int fields = 0;
    try (FileSystem zip = FileSystems.newFileSystem(SharedData.file("sigma.zip"));
        Stream<Path> walk = Files.walk(zip.getPath("regression_data"))) {
      for (Path log : walk.filter(path -> path.toString().endsWith(".evtx")).sorted().toList()) {
        Path dump = zip.getPath(log.toString().replace(".evtx", ".json"));
        List<LogRecord> binary = read(log);
        Map<String, LogRecord> byNumber =
            binary.stream()
                .collect(Collectors.toMap(EvtxRealDataTest::number, Function.identity()));
        List<LogRecord> dumped = read(dump);
        assertThat(dumped).isNotEmpty();
        for (LogRecord expected : dumped) {
          LogRecord read = byNumber.get(number(expected));
          assertThat(read).as("%s: %s", log, number(expected)).isNotNull();
          assertThat(comparable(read)).as("" + log).isEqualTo(comparable(expected));
          assertThat(read.source()).isEqualTo(expected.source());
          assertThat(read.host()).isEqualTo(expected.host());
          events++;
          fields += expected.fields().size();
        }
        logs++;
      }
    }
    System.out.println(logs + " logs, " + events + " events, " + fields + " fields compared");
    assertThat(logs).isGreaterThan(100);
  }

  private static List<LogRecord> read(Path file) throws IOException {
    Gathered read = Gathered.of(file.toString(), Files.readAllBytes(file));
    assertThat(read.parked).as("" + file).isEmpty();
    return read.logs();
  }

  private static String number(LogRecord log) {
    return log.fields().text("EventRecordID");
  }

  /** What evtx_dump keeps: neither space at the end of a text nor the last digit of a time. */
  private static Map<String, Value> comparable(LogRecord log) {
    Map<String, Value> all = new LinkedHashMap<>();
    log.fields()
        .asMap()
        .forEach(
            (name, value) -> {
              String text = value.toString();
              boolean isTime = name.equals(TIME);
              all.put(
                  name,
                  value instanceof Value.Text
                      ? new Value.Text(isTime ? text.substring(0, 26) : text.stripTrailing())
                      : value);
            });
    return all;
  }
}
