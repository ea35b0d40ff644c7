package io.testudo.intrusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.FlowState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloodTest {

  private final Events events = new Events();

  private List<Event> refused(int count, double everySeconds, int sources) {
    List<Event> flows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String from = "10.1." + i % sources / 250 + "." + (1 + i % sources % 250);
      flows.add(events.tcp(i * everySeconds, from, "10.0.0.2", 902, FlowState.REJECTED));
    }
    return flows;
  }

  @Test
  void findsASourceThatHammersAClosedPort() {
    Run run = Run.over(refused(600, 0.015, 1));

    assertThat(run.findings("flood")).hasSize(1);
    assertThat(run.findings("flood").getFirst().title())
        .isEqualTo("10.1.0.1 tried TCP port 902 of 10.0.0.2 516 times in 7.7 s, all in vain");
  }

  @Test
  void aProgramThatTriesAgainEverySecondIsNoFlood() {
    assertThat(Run.over(refused(7_000, 1, 1)).findings("flood")).isEmpty();
  }

  @Test
  void aBurstOfTriesIsNoFlood() {
    List<Event> flows = new ArrayList<>();
    for (int hour = 0; hour < 10; hour++) {
      for (int i = 0; i < 400; i++) {
        flows.add(
            events.tcp(hour * 3600 + i * 0.01, "10.1.0.1", "10.0.0.2", 902, FlowState.REJECTED));
      }
    }

    assertThat(Run.over(flows).findings("flood")).isEmpty();
  }

  @Test
  void findsManySourcesThatFloodOnePort() {
    Run run = Run.over(refused(8_000, 0.001, 2_000));

    assertThat(run.findings("flood")).isEmpty();
    assertThat(run.findings("flood-distributed")).hasSize(1);
  }
}
