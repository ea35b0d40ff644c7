package io.testudo.telemetry.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailurePauseTest {

  private final FailurePause pause = new FailurePause();

  @AfterEach
  void clearInterruption() {
    Thread.interrupted();
  }

  @Test
  void growsToABoundAndBeginsAnewOnceItIsOver() {
    Thread.currentThread().interrupt();
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      waits.add(pause.next());
      pause.await();
    }

    assertThat(waits).isSorted().startsWith(FailurePause.FIRST).endsWith(FailurePause.LONGEST);
    pause.over();
    assertThat(pause.next()).isEqualTo(FailurePause.FIRST);
  }

  @Test
  void waitsAtLeastAsLongAsItSays() {
    long began = System.nanoTime();
    pause.await();

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(FailurePause.FIRST);
  }
}
