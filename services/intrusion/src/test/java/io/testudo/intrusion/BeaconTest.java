package io.testudo.intrusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.FlowState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BeaconTest {

  private final Events events = new Events();

  private Event call(double seconds, String host, long bytes) {
    return events.tcp(seconds, host, "198.51.100.9", 443, FlowState.FINISHED, bytes, 4000);
  }

  @Test
  void findsAHostThatCallsOneAddressLikeAClock() {
    List<Event> flows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      flows.add(call(i * 30 + (i % 3) * 0.5, "10.0.0.20", 900 + i % 4));
    }

    assertThat(Run.over(flows).findings("beacon")).hasSize(1);
  }

  @Test
  void randomVisitsAreNoBeacon() {
    Random chance = new Random(3);
    List<Event> flows = new ArrayList<>();
    double time = 0;
    for (int i = 0; i < 400; i++) {
      time += -Math.log(1 - chance.nextDouble()) * 20;
      flows.add(call(time, "10.0.0.20", 900));
    }

    assertThat(Run.over(flows).findings()).isEmpty();
  }

  @Test
  void whatManyHostsCallIsACommonService() {
    List<Event> flows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      for (int host = 1; host <= 5; host++) {
        flows.add(call(i * 30 + host, "10.0.0." + host, 900));
      }
    }

    assertThat(Run.over(flows).findings("beacon")).isEmpty();
  }
}
