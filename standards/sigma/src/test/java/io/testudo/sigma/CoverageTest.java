package io.testudo.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.sigma.coverage.Firing;
import io.testudo.sigma.coverage.SourceSightings;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private static final long SEED = Long.getLong("seed", 20_261_127L);

  private static Firing firing(String detection, String json) {
    SourceSightings sightings = new SourceSightings(Rules.load(Rules.yaml(detection)));
    sightings.observe(JsonEvent.of(json).declaring(Rules.SOURCE));
    return sightings.firing().values().iterator().next();
  }

  @Test
  void aRuleThatHoldsForAnEventCanFireOnEventsLikeIt() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    int possible = 0;
    int impossible = 0;
    for (int round = 0; round < 60; round++) {
      List<SigmaRule> rules = IndexFuzzTest.rules(random);
      RuleReport report =
          new RuleReport(
              1, rules, List.of(), List.of(), Rules.MAPPING, Map.of(), List.of(), List.of());
      RuleSet set = RuleSet.compile(report);
      for (int e = 0; e < 10; e++) {
        String json = IndexFuzzTest.event(random);
        JsonEvent event = JsonEvent.of(json).declaring(Rules.SOURCE);
        SourceSightings sightings = new SourceSightings(report);
        sightings.observe(event);
        Map<String, Firing> firing = sightings.firing();
        for (Match match : set.match(event)) {
          assertThat(firing.get(match.rule().id()))
              .as("round %d event %s", round, json)
              .isInstanceOf(Firing.Possible.class);
        }
        long can = firing.values().stream().filter(f -> f instanceof Firing.Possible).count();
        possible += (int) can;
        impossible += firing.size() - (int) can;
      }
    }
    assertThat(possible).isGreaterThan(1_000);
    assertThat(impossible).isGreaterThan(1_000);
  }

  @Test
  void aFieldThatIsNeverThereKeepsARuleFromFiring() {
    assertThat(firing("s: {a: x, b: y}\ncondition: s", "{\"a\": \"z\"}"))
        .isEqualTo(new Firing.FieldsNeverSeen(List.of("b")));
    assertThat(firing("s: {a: x}\nt: {b: y}\ncondition: s or t", "{\"a\": \"z\"}"))
        .isEqualTo(new Firing.Possible());
    assertThat(firing("s: {a: x}\nt: {b: y}\ncondition: s and not t", "{\"a\": \"z\"}"))
        .isEqualTo(new Firing.Possible());
    assertThat(firing("s: {a: x, b: null}\ncondition: s", "{\"a\": \"z\"}"))
        .isEqualTo(new Firing.Possible());
    assertThat(firing("s: {a: x}\nt: {b|exists: false}\ncondition: s and not t", "{\"a\": 1}"))
        .isEqualTo(new Firing.FieldsNeverSeen(List.of()));
    assertThat(firing("s: {a|fieldref: b}\ncondition: s", "{\"a\": \"z\"}"))
        .isEqualTo(new Firing.FieldsNeverSeen(List.of("b")));
    assertThat(firing("s_1: {a: x}\ns_2: {b: x}\ncondition: all of s_*", "{\"a\": \"z\"}"))
        .isEqualTo(new Firing.FieldsNeverSeen(List.of("b")));
    assertThat(firing("s: [word]\ncondition: s", "{\"a\": \"z\"}"))
        .isEqualTo(new Firing.Possible());
  }

  @Test
  void aLogSourceThatIsNeverSeenKeepsItsRulesAndTheirCorrelationsFromFiring() {
    String correlation =
        """
        ---
        title: Both
        id: 0e95725d-7320-415d-80f7-004da920fc11
        correlation: {type: temporal, rules: [one, two], group-by: [a], timespan: 1m}
        """;
    RuleReport report =
        Rules.load(
            "name: one\n"
                + Rules.yaml("s: {a: x}\ncondition: s")
                + "---\ntitle: Two\nname: two\nlogsource: {product: door}\n"
                + "detection: {s: {a: x}, condition: s}\n"
                + correlation);
    SourceSightings sightings = new SourceSightings(report);
    sightings.observe(JsonEvent.of("{\"a\": 1}").declaring(Rules.SOURCE));
    String two = report.rules().get(1).id();
    assertThat(sightings.firing())
        .containsEntry(report.rules().get(0).id(), new Firing.Possible())
        .containsEntry(two, new Firing.SourceNeverSeen())
        .containsEntry(
            "0e95725d-7320-415d-80f7-004da920fc11", new Firing.RulesCannotFire(List.of(two)));
    assertThat(sightings.events()).containsExactly(Map.entry(Rules.SOURCE, 1L));
    sightings.observe(JsonEvent.of("{\"a\": 1}").declaring(new LogSource("door", "", "")));
    assertThat(sightings.firing().values()).containsOnly(new Firing.Possible());
  }
}
