package io.testudo.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.LogRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads all endpoint data sets and compares with their index. */
class MordorDataTest {

  @Test
  void readsEveryEventThatTheIndexCounts() throws IOException {
    Path zip = SharedData.file("endpoint-mordor.zip");
    Map<String, Long> events = new HashMap<>();
    List<String> unclear = new ArrayList<>();
    List<ParkedRecord> parked = new ArrayList<>();
    TelemetrySink sink =
        new TelemetrySink() {
          @Override
          public void event(Event event) {
            String[] path = event.origin().item().split("!");
            events.merge(path.length > 1 ? path[1] : "", 1L, Long::sum);
            if (event instanceof LogRecord log
                && log.source().product().equals("windows")
                && (log.host().isEmpty() || log.source().service().isEmpty())) {
              unclear.add(event.toString());
            }
          }

          @Override
          public void parked(ParkedRecord record) {
            parked.add(record);
          }

          @Override
          public void consumed(String item, long record) {}
        };
    SourceReader reader = new SourceReader("mordor", TelemetryConfig.DEFAULT, sink);
    reader.read(zip);
    Map<String, Long> differs = new HashMap<>();
    try (FileSystem files = FileSystems.newFileSystem(zip)) {
      for (String line :
          Files.readAllLines(files.getPath("index.csv"), StandardCharsets.UTF_8).stream()
              .skip(1)
              .toList()) {
        String[] columns = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
        long stated = Long.parseLong(columns[4]);
        long read = events.getOrDefault(columns[2], 0L);
        if (read != stated) {
          differs.put(columns[2] + " " + stated, read);
        }
      }
    }
    assertThat(unclear).isEmpty();
    assertThat(parked)
        .extracting(ParkedRecord::reason)
        .containsOnly(
            "is text of no known format", "is a side file of macOS, which holds no telemetry");
    // The index counts JSON only; this set holds lines of the audit daemon.
    assertThat(differs)
        .containsExactly(Map.entry("atomic/linux/discovery/host/sh_arp_cache.zip 0", 12L));
  }
}
