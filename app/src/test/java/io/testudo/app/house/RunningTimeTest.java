package io.testudo.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunningTimeTest {

  private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  private final RunningTime time = new RunningTime();
  private final Instant first = time.at(START);

  @Test
  void passesAsTheClockDoesWhileThePlatformIsSeen() {
    for (int second = 1; second <= 600; second++) {
      time.at(START.plusSeconds(second));
    }
    assertThat(time.at(START.plusSeconds(600))).isEqualTo(first.plusSeconds(600));
  }

  @Test
  void standsStillWhileThePlatformIsDown() {
    assertThat(time.at(START.plus(Duration.ofDays(3)))).isEqualTo(first.plusSeconds(60));
  }

  @Test
  void neverGoesBackAndCountsNothingTwice() {
    assertThat(time.at(START.minusSeconds(30))).isEqualTo(first);
    assertThat(time.at(START.plusSeconds(10))).isEqualTo(first.plusSeconds(10));
  }
}
