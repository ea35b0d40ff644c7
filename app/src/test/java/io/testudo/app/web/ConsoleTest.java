package io.testudo.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}
