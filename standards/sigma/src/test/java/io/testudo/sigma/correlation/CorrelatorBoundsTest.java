package io.testudo.sigma.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.RuleLoader;
import io.testudo.sigma.RuleReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CorrelatorBoundsTest {
  private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
  private static final String BASE =
      "title: B\nid: base\nname: b\nlogsource: {product: p}\n"
          + "detection: {s: {f: 1}, condition: s}\n---\n";

  private static final Correlator.Lateness LATENESS =
      new Correlator.Lateness(Duration.ofMinutes(1), Duration.ofMinutes(2));

  private final List<Correlated<String>> told = new ArrayList<>();

  private static Plan plan(String correlations) {
    RuleReport report =
        new RuleLoader(LogSourceMapping.standard(), Map.of())
            .load("c.yml", (BASE + correlations).getBytes(StandardCharsets.UTF_8));
    assertThat(report.refusals()).isEmpty();
    return new Plan(report.correlations());
  }

  private static Plan count(int atLeast, String timespan) {
    return plan(
        "title: Many\nid: many\ncorrelation: {type: event_count, rules: [b], group-by: [user],"
            + " timespan: %s, condition: {gte: %d}}".formatted(timespan, atLeast));
  }

  private static Correlator<String> correlator(Plan plan, Correlator.Limits limits) {
    return new Correlator<>(plan, limits, LATENESS);
  }

  private static Occurrence<String> event(long number, double seconds, String user) {
    return new Occurrence<>(
        "base",
        number,
        START.plusMillis(Math.round(seconds * 1000)),
        Map.of("user", user),
        "event " + number);
  }

  @Test
  void tellsWhoWhenAndWhy() {
    var correlator = correlator(count(3, "1m"), Correlator.Limits.DEFAULT);
    correlator.offer(event(1, 0, "Alice"), START, told::add);
    correlator.offer(event(2, 5, "alice"), START, told::add);
    correlator.offer(event(3, 6, "bob"), START, told::add);
    correlator.offer(event(4, 7, "ALICE"), START, told::add);

    assertThat(told).hasSize(1);
    Correlated<String> many = told.getFirst();
    assertThat(many.group()).containsExactly(Map.entry("user", "Alice"));
    assertThat(many.first()).isEqualTo(START);
    assertThat(many.time()).isEqualTo(START.plusSeconds(7));
    assertThat(many.value()).isEqualTo("3 events");
    assertThat(many.pieces()).containsExactly("event 1", "event 2", "event 4");
  }

  @Test
  void aMatchWithoutAGroupTakesNoPartAndIsCounted() {
    var correlator = correlator(count(1, "1m"), Correlator.Limits.DEFAULT);
    correlator.offer(
        new Occurrence<>("base", 1, START, Map.of("host", "x"), "piece"), START, told::add);

    assertThat(told).isEmpty();
    assertThat(correlator.counts().incomplete()).isEqualTo(1);
  }

  @Test
  void aFloodOfGroupsIsBoundedAndWhatIsForgottenIsCounted() {
    var correlator = correlator(count(3, "1d"), new Correlator.Limits(100, 1000, 1000, 1000));
    for (int i = 0; i < 5_000; i++) {
      correlator.offer(event(i, i, "user" + i), START, told::add);
      if (i % 40 == 0) {
        correlator.offer(event(100_000 + i, i, "attacked"), START, told::add);
      }
    }

    Correlator.Counts counts = correlator.counts();
    assertThat(counts.groups()).isEqualTo(100);
    assertThat(counts.forgottenGroups()).isEqualTo(5_000 + 1 - 100);
    assertThat(told).as("who keeps coming is not forgotten").hasSize(125 - 2);
  }

  @Test
  void eventsAreBoundedPerGroupAndInTotal() {
    var correlator = correlator(count(2, "365d"), new Correlator.Limits(100, 100, 50, 120));
    for (int i = 0; i < 300; i++) {
      correlator.offer(event(i, i, "user" + i % 5), START, told::add);
    }
    assertThat(correlator.counts().events()).isLessThanOrEqualTo(120);
    for (int i = 300; i < 500; i++) {
      correlator.offer(event(i, i, "one"), START, told::add);
    }
    assertThat(correlator.counts().events()).isLessThanOrEqualTo(120);
    assertThat(correlator.counts().forgottenEvents()).isGreaterThanOrEqualTo(150);
  }

  @Test
  void whatNoWindowNeedsIsDroppedBeforeAnythingIsForgotten() {
    var correlator = correlator(count(3, "1m"), new Correlator.Limits(1000, 1000, 1000, 1000));
    for (int i = 0; i < 20_000; i++) {
      correlator.offer(event(i, i, "user" + i), START.plusSeconds(i), told::add);
    }

    assertThat(correlator.counts().forgottenGroups()).isZero();
    assertThat(correlator.counts().groups()).isLessThanOrEqualTo(1000);
  }

  /** Each level takes both of the level below, so that a naive engine doubles at each. */
  @Test
  void correlationsThatMultiplyCostNoMoreThanTheirNumber() {
    var yaml = new StringBuilder();
    for (int level = 0; level < 8; level++) {
      for (String side : List.of("l", "r")) {
        String below = level == 0 ? "b" : "l%d, r%d".formatted(level - 1, level - 1);
        yaml.append(yaml.isEmpty() ? "" : "---\n")
            .append(
                ("title: T\nid: %s%d\nname: %s%d\ncorrelation: {type: event_count, rules: [%s],"
                        + " group-by: [user], timespan: 1h, condition: {gte: 1}}\n")
                    .formatted(side, level, side, level, below));
      }
    }
    var correlator = correlator(plan(yaml.toString()), Correlator.Limits.DEFAULT);
    for (int i = 0; i < 200; i++) {
      correlator.offer(event(i, i, "alice"), START, told::add);
    }

    assertThat(told).hasSize(200 * 16);
  }

  @Test
  void eventsInReverseOrderEndInTime() {
    var correlator = correlator(count(40_000, "366d"), Correlator.Limits.DEFAULT);
    for (int i = 0; i < 6_000; i++) {
      correlator.offer(event(i, 1_000_000 - i, "alice"), START, told::add);
    }
    assertThat(correlator.counts().events()).isEqualTo(6_000);
  }

  @Test
  void aWindowThatMoreEventsCouldChangeIsJudgedWhenItsWaitIsOver() {
    Plan few =
        plan(
            "title: Few\nid: few\ncorrelation: {type: event_count, rules: [b], group-by: [user],"
                + " timespan: 1m, condition: {lt: 3}}");
    var correlator = correlator(few, Correlator.Limits.DEFAULT);
    correlator.offer(event(1, 0, "alice"), START, told::add);
    correlator.offer(event(2, 5, "bob"), START.plusSeconds(5), told::add);
    correlator.settle(START.plusSeconds(59), told::add);
    assertThat(told).isEmpty();
    correlator.offer(event(3, -1, "alice"), START.plusSeconds(59), told::add);
    correlator.offer(event(4, -2, "alice"), START.plusSeconds(59), told::add);
    correlator.settle(START.plusSeconds(65), told::add);

    assertThat(told)
        .extracting(each -> each.group().get("user") + " " + each.events())
        .as("two that came late make alice's first window too large")
        .containsExactly("bob 1");
  }

  @Test
  void whatComesLaterThanIsRememberedIsNotCompleted() {
    var correlator = correlator(count(2, "1m"), Correlator.Limits.DEFAULT);
    correlator.offer(event(1, 0, "alice"), START, told::add);
    correlator.offer(event(2, 0, "bob"), START, told::add);
    Instant late = START.plusSeconds(60).plus(LATENESS.memory());
    correlator.offer(event(3, 1, "alice"), late, told::add);
    correlator.offer(event(4, 1, "bob"), late.plusSeconds(1), told::add);

    assertThat(told).extracting(each -> each.group().get("user")).containsExactly("alice");
  }

  @Test
  void aFloodInOneGroupDoesNotPushOutTheOthers() {
    var correlator = correlator(count(2, "1h"), new Correlator.Limits(100, 100, 1000, 1000));
    correlator.offer(event(1, 0, "alice"), START, told::add);
    for (int i = 0; i < 5_000; i++) {
      correlator.offer(event(10 + i, i * 0.1, "flood"), START, told::add);
    }
    told.clear();
    correlator.offer(event(2, 600, "alice"), START, told::add);

    assertThat(told).hasSize(1);
    assertThat(correlator.counts().forgottenGroups()).isZero();
  }

  @Test
  void windowsThatWaitAreBoundedToo() {
    Plan few =
        plan(
            "title: Few\nid: few\ncorrelation: {type: event_count, rules: [b], group-by: [user],"
                + " timespan: 1h, condition: {lt: 3}}");
    var correlator = correlator(few, new Correlator.Limits(100, 100, 100, 100));
    for (int i = 0; i < 10_000; i++) {
      correlator.offer(event(i, i, "user" + i % 1000), START, told::add);
    }
    correlator.finish(told::add);

    assertThat(told).hasSize(100);
  }
}
