package io.testudo.intrusion.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventClockTest {

  private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  private final EventClock clock = new EventClock(Duration.ofMinutes(15), Duration.ofDays(1));
  private long record;

  private EventClock.Order admit(Instant time) {
    return admit("a.log", time);
  }

  private EventClock.Order admit(String item, Instant time) {
    return clock.admit(
        new LogRecord(
            new Origin("logs", item, ++record),
            time,
            new LogSource("linux", "", "sshd"),
            "h",
            Fields.of(Map.of())));
  }

  /** An hour is a wrong time zone; the others are forged. */
  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT23H", "PT720H", "PT69888000H", "PT-1H", "PT-720H"})
  void aWrongClockBehindEverySecondEventMakesNoTrueEventLate(String wrong) {
    Duration off = Duration.parse(wrong);
    for (int i = 0; i < 300; i++) {
      assertThat(admit(START.plusSeconds(i))).isEqualTo(EventClock.Order.ON_TIME);
      if (i % 2 == 1) {
        admit(START.plusSeconds(i).plus(off));
      }
    }
    assertThat(clock.now()).isBetween(START.plusSeconds(280), START.plusSeconds(300));
  }

  @Test
  void timesForgedOneFurtherAheadThanTheOtherMoveNothing() {
    for (int i = 0; i < 300; i++) {
      assertThat(admit(START.plusSeconds(i))).isEqualTo(EventClock.Order.ON_TIME);
      if (i % 2 == 1) {
        admit(START.plus(Duration.ofHours(20L * i)));
      }
    }
  }

  @Test
  void oneTimeFromAnotherCenturyIsAheadOrLate() {
    for (int i = 0; i < 20; i++) {
      admit(START.plusSeconds(i));
    }
    assertThat(admit(START.plus(Duration.ofDays(36_500)))).isEqualTo(EventClock.Order.AHEAD);
    assertThat(admit(START.minus(Duration.ofDays(36_500)))).isEqualTo(EventClock.Order.LATE);
    assertThat(admit(START.plusSeconds(20))).isEqualTo(EventClock.Order.ON_TIME);
  }

  @Test
  void followsASourceThatWasSilentForLong() {
    for (int i = 0; i < 20; i++) {
      admit(START.plusSeconds(i));
    }
    Instant later = START.plus(Duration.ofDays(5));
    for (int i = 0; i < 7; i++) {
      assertThat(admit(later.plusSeconds(i))).isEqualTo(EventClock.Order.AHEAD);
    }
    assertThat(admit(later.plusSeconds(7))).isEqualTo(EventClock.Order.ON_TIME);
  }

  @Test
  void theNextItemMayBeOlderFromItsFirstEventOn() {
    for (int i = 0; i < 20; i++) {
      admit(START.plusSeconds(i));
    }
    Instant older = START.minus(Duration.ofDays(400));
    assertThat(admit("b.log", older)).isEqualTo(EventClock.Order.ON_TIME);
    assertThat(clock.now()).isEqualTo(older);
  }

  @Test
  void agreesWithSortingTheLastFifteenAnew() {
    long seed = Long.getLong("seed", 20_260_302L);
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<Instant> times = new ArrayList<>();
    Instant expected = Instant.MIN;
    for (int i = 0; i < 5_000; i++) {
      times.add(START.plusSeconds(i / 4).plusSeconds(random.nextInt(-9, 9) * 300L));
      admit(times.getLast());
      List<Instant> last =
          new ArrayList<>(times.subList(Math.max(0, times.size() - 15), times.size()));
      Collections.sort(last);
      Instant median = last.get((last.size() - 1) / 2);
      boolean back =
          !expected.equals(Instant.MIN) && median.isBefore(expected.minus(Duration.ofMinutes(15)));
      expected = median.isAfter(expected) || back ? median : expected;
      assertThat(clock.now()).isEqualTo(expected);
    }
  }
}
