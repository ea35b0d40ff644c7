package io.testudo.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.incident.Incident;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LiveStreamTest {

  @TempDir Path data;

  @Test
  @Timeout(60)
  void tellsOfAnIncidentAsItAppears() throws Exception {
    try (Bench bench = new Bench(data);
        BufferedReader stream =
            new BufferedReader(
                new InputStreamReader(bench.admin().stream("/stream"), StandardCharsets.UTF_8))) {
      assertThat(stream.readLine()).isEqualTo("retry: 3000");
      Incident incident =
          new SampleIncident(bench.house, "192.0.2.77", bench.clock.instant())
              .with(0, "Beacon", "srv-mail", Severity.HIGH, Tactic.EXFILTRATION, "T1041")
              .put(1, "Beacon from 192.0.2.77", 66);
      String line = stream.readLine();
      while (line != null && !line.equals("event: incident")) {
        line = stream.readLine();
      }
      assertThat(stream.readLine()).isEqualTo("data: [\"" + incident.id() + "\"]");
    }
  }
}
