package io.testudo.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTest {

  @TempDir static Path data;
  private Bench bench;

  @BeforeAll
  void start() {
    bench = new Bench(data);
  }

  @AfterAll
  void stop() {
    bench.close();
  }

  @Test
  void showsTheIncidentsAfterTheFirstLogIn() {
    Browser admin = bench.admin();
    assertThat(admin.get("/incidents").body()).contains(bench.incident.title());
  }

  @Test
  void tellsTheStoryOfOneIncidentDownToTheRawEvent() {
    String page = bench.admin().get("/incidents/" + bench.incident.id()).body();
    assertThat(page)
        .contains("3 findings in")
        .contains("from Credential access to Exfiltration")
        .contains("shares address 10.0.0.66 within 1 h")
        .contains("3 of 3 findings are more likely true than not; the surest at <strong>93 %")
        .contains(">Unusual outbound volume</a>, the gravest step")
        .contains("Still to be found out: whether the host")
        .contains("whether the host is an approved scanner")
        .contains("office.pcap")
        .contains("\"service\": \"smb\"");
  }

  @Test
  void foldsTheMiddleOfALongIncidentAndLeavesNothingOut() {
    SampleIncident sample =
        new SampleIncident(bench.house, "10.0.7.7", Instant.parse("2026-03-01T08:00:00Z"));
    for (int i = 0; i < 120; i++) {
      sample.with(i * 60L, "Step " + i, "srv-" + i, Severity.LOW, Tactic.DISCOVERY, "T1046");
    }
    String page = bench.admin().get("/incidents/" + sample.put(1, "Long", 9).id()).body();
    assertThat(page).contains("92 more steps between").contains("92 more findings between");
    for (int i = 0; i < 120; i++) {
      assertThat(page).contains(">Step " + i + "</a>");
    }
  }
}
