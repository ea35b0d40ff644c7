package io.testudo.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.sigma.explanation.Explainer;
import io.testudo.sigma.explanation.Explanation;
import io.testudo.sigma.explanation.Ground;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final long SEED = Long.getLong("seed", 20_261_127L);

  private static Explanation explain(String detection, String json) {
    SigmaRule rule = Rules.load(Rules.yaml(detection)).rules().getFirst();
    return new Explainer(rule, Rules.MAPPING).explain(JsonEvent.of(json).declaring(Rules.SOURCE));
  }

  private static Ground.Item item(Ground ground) {
    return switch (ground) {
      case Ground.Item item -> item;
      case Ground.Search search -> item(search.asked());
      case Ground.Together together -> item(together.parts().getFirst());
    };
  }

  @Test
  void itsVerdictIsThatOfTheCompiledIndex() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    int held = 0;
    int verdicts = 0;
    for (int round = 0; round < 60; round++) {
      List<SigmaRule> loaded = IndexFuzzTest.rules(random);
      RuleSet set = RuleSet.compile(loaded, Rules.MAPPING);
      List<Explainer> explainers =
          loaded.stream().map(rule -> new Explainer(rule, Rules.MAPPING)).toList();
      for (int e = 0; e < 30; e++) {
        String json = IndexFuzzTest.event(random);
        JsonEvent event = JsonEvent.of(json).declaring(Rules.SOURCE);
        List<SigmaRule> explained =
            explainers.stream()
                .map(explainer -> explainer.explain(event))
                .filter(Explanation::holds)
                .map(Explanation::rule)
                .toList();
        assertThat(explained)
            .as("round %d event %s", round, json)
            .isEqualTo(set.match(event).stream().map(Match::rule).toList());
        held += explained.size();
        verdicts += loaded.size();
      }
    }
    assertThat(held).isBetween(verdicts / 50, verdicts / 2);
  }

  @Test
  void tellsWhichValueHeldAndWhichFieldWasMissing() {
    Explanation explanation =
        explain(
            "s: {Image|endswith: ['\\\\a.exe', '\\\\b.exe'], User: bob}\ncondition: s",
            "{\"Image\": \"C:\\\\b.exe\"}");
    assertThat(explanation.holds()).isFalse();
    assertThat(explanation.isOfItsLogSource()).isTrue();
    Ground ground = explanation.sources().getFirst().ground();
    assertThat(ground).isInstanceOf(Ground.Search.class);
    List<Ground> parts = ((Ground.Together) ((Ground.Search) ground).asked()).parts();
    Ground.Item image = item(parts.get(0));
    assertThat(image.holds()).isTrue();
    assertThat(image.comparisons())
        .extracting(Ground.Comparison::by)
        .containsExactly("", "C:\\b.exe");
    Ground.Item user = item(parts.get(1));
    assertThat(user.isMissing()).isTrue();
    assertThat(user.holds()).isFalse();
  }

  @Test
  void showsTheFieldsOfTheEventThatAFieldOfTheRuleIsReadFrom() {
    SigmaRule rule =
        Rules.load(
                """
                title: T
                logsource: {product: windows, category: process_creation}
                detection: {s: {Image: x}, condition: s}
                """)
            .rules()
            .getFirst();
    Explanation explanation =
        new Explainer(rule, Rules.MAPPING)
            .explain(
                JsonEvent.of(
                    "{\"Channel\": \"Security\", \"EventID\": 4688, \"NewProcessName\": \"X\"}"));
    assertThat(explanation.holds()).isTrue();
    Explanation.AsSource security =
        explanation.sources().stream()
            .filter(Explanation.AsSource::belongs)
            .findFirst()
            .orElseThrow();
    assertThat(item(security.ground()).lookedAt()).containsExactly("NewProcessName", "Image");
    assertThat(item(security.ground()).found()).containsExactly("NewProcessName");
    Explanation.AsSource sysmon = explanation.sources().getFirst();
    assertThat(sysmon.belongs()).isFalse();
    assertThat(sysmon.occasions())
        .anySatisfy(
            facts ->
                assertThat(facts)
                    .contains(
                        new Explanation.Fact(
                            "Channel",
                            List.of("microsoft-windows-sysmon/operational"),
                            "Security",
                            false)));
  }

  @Test
  void aLongListShowsTheValueThatHolds() {
    var values = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      values.append("v").append(i).append(", ");
    }
    Explanation explanation =
        explain("s: {f: [" + values + "last]}\ncondition: s", "{\"f\": \"last\"}");
    Ground.Item item = item(explanation.sources().getFirst().ground());
    assertThat(item.comparisons())
        .hasSize(33)
        .last()
        .extracting(Ground.Comparison::by)
        .isEqualTo("last");
    assertThat(item.left()).isEqualTo(468);
  }
}
