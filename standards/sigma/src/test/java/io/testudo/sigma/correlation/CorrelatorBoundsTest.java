package io.testudo.sigma.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.RuleLoader;
import io.testudo.sigma.RuleReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CorrelatorBoundsTest {
  private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
  private static final String BASE =
      "title: B\nid: base\nname: b\nlogsource: {product: p}\n"
          + "detection: {s: {f: 1}, condition: s}\n---\n";

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

  private static Occurrence<String> event(long number, double seconds, String user) {
    return new Occurrence<>(
        "base",
        number,
        START.plusMillis(Math.round(seconds * 1000)),
        Map.of("user", user),
        "s",
        "event " + number);
  }

  @Test
  void tellsWhoWhenAndWhy() {
    var correlator = new Correlator<String>(count(3, "1m"), Correlator.Limits.DEFAULT);
    correlator.offer(event(1, 0, "Alice"), told::add);
    correlator.offer(event(2, 5, "alice"), told::add);
    correlator.offer(event(3, 6, "bob"), told::add);
    correlator.offer(event(4, 7, "ALICE"), told::add);

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
    var correlator = new Correlator<String>(count(1, "1m"), Correlator.Limits.DEFAULT);
    correlator.offer(
        new Occurrence<>("base", 1, START, Map.of("host", "x"), "s", "piece"), told::add);

    assertThat(told).isEmpty();
    assertThat(correlator.counts().incomplete()).isEqualTo(1);
  }

  @Test
  void aFloodOfGroupsIsBoundedAndWhatIsForgottenIsCounted() {
    var correlator =
        new Correlator<String>(count(3, "1d"), new Correlator.Limits(100, 1000, 1000, 1000));
    for (int i = 0; i < 5_000; i++) {
      correlator.offer(event(i, i, "user" + i), told::add);
      if (i % 40 == 0) {
        correlator.offer(event(100_000 + i, i, "attacked"), told::add);
      }
    }

    Correlator.Counts counts = correlator.counts();
    assertThat(counts.groups()).isEqualTo(100);
    assertThat(counts.forgottenGroups()).isEqualTo(5_000 + 1 - 100);
    assertThat(told).as("who keeps coming is not forgotten").hasSize(125 - 2);
  }

  @Test
  void eventsAreBoundedPerGroupAndInTotal() {
    var correlator =
        new Correlator<String>(count(2, "365d"), new Correlator.Limits(100, 100, 50, 120));
    for (int i = 0; i < 300; i++) {
      correlator.offer(event(i, i, "user" + i % 5), told::add);
    }
    assertThat(correlator.counts().events()).isLessThanOrEqualTo(120);
    for (int i = 300; i < 500; i++) {
      correlator.offer(event(i, i, "one"), told::add);
    }
    assertThat(correlator.counts().events()).isLessThanOrEqualTo(120);
    assertThat(correlator.counts().forgottenEvents()).isGreaterThanOrEqualTo(150);
  }

  @Test
  void whatNoWindowNeedsIsDroppedBeforeAnythingIsForgotten() {
    var correlator =
        new Correlator<String>(count(3, "1m"), new Correlator.Limits(1000, 1000, 1000, 1000));
    for (int i = 0; i < 20_000; i++) {
      correlator.offer(event(i, i, "user" + i), told::add);
      correlator.advance("s", START.plusSeconds(i - 60), told::add);
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
    var correlator = new Correlator<String>(plan(yaml.toString()), Correlator.Limits.DEFAULT);
    for (int i = 0; i < 200; i++) {
      correlator.offer(event(i, i, "alice"), told::add);
    }

    assertThat(told).hasSize(200 * 16);
  }

  @Test
  void eventsInReverseOrderEndInTime() {
    var correlator = new Correlator<String>(count(40_000, "366d"), Correlator.Limits.DEFAULT);
    for (int i = 0; i < 6_000; i++) {
      correlator.offer(event(i, 1_000_000 - i, "alice"), told::add);
    }
    assertThat(correlator.counts().events()).isEqualTo(6_000);
  }

  @Test
  void anotherSetOfRulesTakesOverWhatIsTheSame() throws IOException {
    String same =
        "title: Many\nid: many\ncorrelation: {type: event_count, rules: [b], group-by: [user],"
            + " timespan: 1m, condition: {gte: 3}}\n";
    String gone = same.replace("many", "gone").replace("1m", "2m");
    var before = new Correlator<String>(plan(gone + "---\n" + same), Correlator.Limits.DEFAULT);
    before.offer(event(1, 0, "alice"), told::add);
    before.offer(event(2, 1, "alice"), told::add);
    var after =
        new Correlator<String>(
            plan(
                same.replace("title: Many", "title: Renamed")
                    + "---\n"
                    + same.replace("many", "new").replace("1m", "3m")),
            Correlator.Limits.DEFAULT);
    var bytes = new ByteArrayOutputStream();
    before.save("s", new DataOutputStream(bytes), (out, piece) -> out.writeUTF(piece));
    after.restore(
        "s",
        new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())),
        in -> in.readUTF());
    after.offer(event(3, 2, "alice"), told::add);

    assertThat(told).hasSize(1);
    assertThat(told.getFirst().rule().title()).isEqualTo("Renamed");
  }

  @Test
  void damagedStateIsRefusedOrTakenAndNothingElse() throws IOException {
    var correlator = new Correlator<String>(count(3, "1m"), Correlator.Limits.DEFAULT);
    for (int i = 0; i < 20; i++) {
      correlator.offer(event(i, i, "user" + i % 3), told::add);
    }
    var bytes = new ByteArrayOutputStream();
    correlator.save("s", new DataOutputStream(bytes), (out, piece) -> out.writeUTF(piece));
    var random = new Random(20_261_127L);
    int refused = 0;
    for (int run = 0; run < 3_000; run++) {
      byte[] damaged = bytes.toByteArray();
      for (int wound = random.nextInt(3); wound >= 0; wound--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      var other = new Correlator<String>(count(3, "1m"), Correlator.Limits.DEFAULT);
      try {
        other.restore(
            "s", new DataInputStream(new ByteArrayInputStream(damaged)), in -> in.readUTF());
        other.offer(event(99, 20, "user1"), told::add);
      } catch (IOException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(100, 2_900);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                correlator.restore(
                    "s",
                    new DataInputStream(new ByteArrayInputStream(new byte[] {-1, -1, -1, -1})),
                    in -> in.readUTF()));
  }
}
