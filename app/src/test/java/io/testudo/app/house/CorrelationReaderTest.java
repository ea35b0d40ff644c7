package io.testudo.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.intrusion.IntrusionConfig;
import io.testudo.intrusion.Rules;
import io.testudo.memory.MemoryEventLog;
import io.testudo.ports.SealedFact;
import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.RuleLoader;
import io.testudo.sigma.RuleReport;
import io.testudo.sigma.RuleSet;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.fact.Fact.RuleMatched;
import io.testudo.vocabulary.finding.Evidence;
import io.testudo.vocabulary.finding.Finding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CorrelationReaderTest {

  private static final Instant EVENTS = Instant.parse("2026-03-02T08:00:00Z");
  private static final String RULES =
      """
      title: Failed
      id: failed
      name: failed
      logsource: {product: linux}
      detection: {a: {x: 1}, condition: a}
      ---
      title: Many failed
      id: many
      correlation:
        type: event_count
        rules: [failed]
        group-by: [user]
        timespan: 5m
        condition: {%s: 3}
      """;

  private Instant now = Instant.parse("2026-03-05T12:00:00Z");
  private final MemoryEventLog log = new MemoryEventLog(() -> now, new Random(7));

  /** A reader over the log, with the place up to which it has read. */
  private final class Running {
    final CorrelationReader reader;
    long offset;

    Running(String operator) {
      LogSourceMapping mapping = LogSourceMapping.standard();
      RuleReport report =
          new RuleLoader(mapping, Map.of())
              .load("c.yml", RULES.formatted(operator).getBytes(StandardCharsets.UTF_8));
      Rules rules = Rules.of(RuleSet.compile(report));
      reader = new CorrelationReader(log, rules, IntrusionConfig.defaults(), () -> now);
      offset = reader.restore();
    }

    void read() {
      List<SealedFact> batch = log.read(offset, 500);
      long end = batch.isEmpty() ? offset : batch.getLast().sequence();
      reader.consume(batch, end);
      offset = end;
    }
  }

  private void state(String source, int second, String user) {
    Entity entity = new Entity(Entity.Kind.USER, user);
    Fact match =
        new RuleMatched(
            "failed",
            List.of(new RuleMatched.NamedValue("user", user)),
            List.of(new Involvement(entity, Involvement.Role.TARGET)),
            new Evidence(
                new Origin(source, "log", second), EVENTS.plusSeconds(second), "failed", "{}"));
    log.commit(transaction -> transaction.append(match));
  }

  private List<Finding> findings() {
    return log.latest(Fact.FindingRaised.class, log.size() + 1, 1000).stream()
        .map(SealedFact::fact)
        .map(fact -> ((Fact.FindingRaised) fact).finding())
        .toList();
  }

  @Test
  void aRestartedReaderCompletesWhatBeganBeforeAndTellsItOnce() {
    Running first = new Running("gte");
    state("edge", 1, "ana");
    state("domain", 2, "ana");
    first.read();
    assertThat(findings()).isEmpty();

    Running second = new Running("gte");
    second.read();
    state("edge", 3, "ana");
    second.read();
    assertThat(findings()).hasSize(1);
    assertThat(findings().getFirst().evidence())
        .extracting(piece -> piece.origin().source())
        .containsExactly("edge", "domain", "edge");

    Running third = new Running("gte");
    state("edge", 4, "ana");
    third.read();
    assertThat(findings()).hasSize(1);
    assertThat(third.reader.counts().events()).isEqualTo(4);
  }

  @Test
  void aReaderThatIsKilledBeforeItsCommitFindsTheSame() {
    Running killed = new Running("gte");
    for (int second = 0; second < 3; second++) {
      state("edge", second, "ana");
    }
    killed.read();
    List<Finding> found = findings();
    log.commit(transaction -> transaction.checkpoint("correlations", FactLoop.position(1)));

    Running again = new Running("gte");
    again.read();
    assertThat(findings()).isEqualTo(found).hasSize(1);
  }

  @Test
  void daysInWhichThePlatformIsDownPartNothing() {
    Running before = new Running("gte");
    state("edge", 1, "ana");
    state("edge", 2, "ana");
    before.read();
    now = now.plus(Duration.ofDays(3));
    Running after = new Running("gte");
    after.read();
    state("domain", 3, "ana");
    after.read();

    assertThat(findings()).hasSize(1);
  }

  @Test
  void hoursInWhichThePlatformRunsPartWhatComesSoFarApart() {
    Running running = new Running("gte");
    state("edge", 1, "ana");
    state("edge", 2, "ana");
    running.read();
    for (int minute = 0; minute < 66; minute++) {
      now = now.plus(Duration.ofMinutes(1));
      running.reader.idle(running.offset);
    }
    state("domain", 3, "ana");
    running.read();

    assertThat(findings()).isEmpty();
  }

  @Test
  void whatMoreMatchesCouldUndoIsToldWhenNothingHappensForLongEnough() {
    Running running = new Running("lt");
    state("edge", 1, "ana");
    running.read();
    for (int minute = 0; minute < 20; minute++) {
      assertThat(findings()).hasSize(minute >= 15 ? 1 : 0);
      now = now.plus(Duration.ofMinutes(1));
      running.reader.idle(running.offset);
    }

    Running again = new Running("lt");
    again.read();
    again.reader.idle(again.offset);
    assertThat(findings()).hasSize(1);
  }

  @Test
  void aFirstStartPassesOverWhatTheLogHolds() {
    state("edge", 1, "ana");
    Running running = new Running("gte");

    assertThat(running.offset).isEqualTo(1);
    assertThat(log.checkpoint("correlations")).isEqualTo(FactLoop.position(1));
  }
}
