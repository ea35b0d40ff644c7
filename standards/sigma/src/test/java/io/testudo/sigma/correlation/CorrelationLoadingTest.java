package io.testudo.sigma.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.sigma.CorrelationRule;
import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.Rule;
import io.testudo.sigma.RuleLoader;
import io.testudo.sigma.RuleReport;
import io.testudo.sigma.RuleSet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CorrelationLoadingTest {
  private static final long SEED = Long.getLong("seed", 20_261_127L);
  private static final LogSourceMapping MAPPING = LogSourceMapping.standard();
  private static final String BASE =
      """
      title: Failed
      id: 53ba33fd-3a50-4468-a5ef-c583635cfa92
      name: failed
      logsource: {product: windows, service: security}
      detection: {s: {EventID: 4625}, condition: s}
      ---
      title: Successful
      id: 4d0a2c83-c62c-4ed4-b475-c7e23a9269b8
      name: successful
      logsource: {product: windows, service: security}
      detection: {s: {EventID: 4624}, condition: s}
      ---
      """;

  private static RuleReport load(String yaml) {
    return new RuleLoader(MAPPING, Map.of()).load("c.yml", yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static String correlation(String name, String rules, String rest) {
    return """
        title: %s
        name: %s
        correlation:
          type: event_count
          rules: [%s]
          group-by: [User]
          timespan: 10m
        %s
        """
        .formatted(name, name, rules, rest.indent(2));
  }

  private static String reason(String yaml) {
    RuleReport report = load(BASE + yaml);
    assertThat(report.correlations()).isEmpty();
    return report.refusals().stream()
        .map(RuleReport.Notice::reason)
        .collect(Collectors.joining("; "));
  }

  private static String reasonOf(String section) {
    return reason("title: C\ncorrelation: " + section);
  }

  @Test
  void chainsComeOutBehindWhatTheyTakeWhereverTheyStand() {
    RuleReport report =
        load(
            BASE
                + """
                title: Many failed, then successful
                id: B180EAD8-d58f-40b2-ae54-c8940995b9b6
                level: high
                correlation:
                  type: temporal_ordered
                  rules: [many, 4D0A2C83-c62c-4ed4-b475-c7e23a9269b8]
                  group-by: [who]
                  timespan: 1h
                  aliases: {who: {many: TargetUserName}}
                generate: true
                ---
                """
                + correlation("many", "failed", "condition: {gte: 10}"));

    assertThat(report.refusals()).isEmpty();
    assertThat(report.correlations())
        .extracting(Rule::title)
        .containsExactly("many", "Many failed, then successful");
    Correlation outer = report.correlations().getLast().correlation();
    assertThat(outer.rules())
        .containsExactly(
            report.correlations().getFirst().id(), "4d0a2c83-c62c-4ed4-b475-c7e23a9269b8");
    assertThat(outer.timespan()).isEqualTo(Duration.ofHours(1));
    assertThat(outer.condition().bounds())
        .containsExactly(
            new Criterion.Bound(Criterion.Operator.GTE, java.math.BigDecimal.valueOf(2)));
    assertThat(outer.fieldOf("who", report.correlations().getFirst().id()))
        .isEqualTo("TargetUserName");
    assertThat(outer.fieldOf("who", "4d0a2c83-c62c-4ed4-b475-c7e23a9269b8")).isEqualTo("who");
  }

  @Test
  void rulesThatAreTakenAreToldOnlyIfTheyAreGenerated() {
    RuleReport report =
        load(
            BASE
                + correlation("one", "failed", "condition: {gte: 10}")
                + "---\n"
                + correlation("other", "successful", "condition: {gte: 10}\ngenerate: true"));
    Plan plan = RuleSet.compile(report).plan();

    assertThat(plan.tells("53ba33fd-3a50-4468-a5ef-c583635cfa92")).isFalse();
    assertThat(plan.tells("4d0a2c83-c62c-4ed4-b475-c7e23a9269b8")).isTrue();
    assertThat(plan.takes("4d0a2c83-c62c-4ed4-b475-c7e23a9269b8")).isTrue();
    assertThat(plan.columnsOf("4d0a2c83-c62c-4ed4-b475-c7e23a9269b8")).containsExactly("User");
    assertThat(report.correlations())
        .extracting(CorrelationRule::digest)
        .doesNotHaveDuplicates()
        .allMatch(digest -> digest.matches("[0-9a-f]{64}"));
  }

  @Test
  void circlesAreRefusedAndNamed() {
    String circle =
        correlation("a", "b", "condition: {gte: 1}")
            + "---\n"
            + correlation("b", "c", "condition: {gte: 1}")
            + "---\n"
            + correlation("c", "failed, a", "condition: {gte: 1}")
            + "---\n"
            + correlation("d", "c", "condition: {gte: 1}")
            + "---\n"
            + correlation("e", "e", "condition: {gte: 1}");

    assertThat(reason(circle))
        .contains("goes in a circle: 'a' → 'b' → 'c' → 'a'")
        .contains("goes in a circle: 'e' → 'e'")
        .contains("refers to correlations that go in a circle at 'c'");
    assertThat(load(BASE + circle).rules()).hasSize(2);
  }

  @Test
  void chainsAreBoundedInDepth() {
    String deep =
        IntStream.range(0, 12)
            .mapToObj(
                i -> correlation("n" + i, i == 0 ? "failed" : "n" + (i - 1), "condition: {gte: 1}"))
            .collect(Collectors.joining("---\n"));
    RuleReport report = load(BASE + deep);

    assertThat(report.correlations()).hasSize(8);
    assertThat(report.refusals())
        .extracting(RuleReport.Notice::reason)
        .anyMatch(reason -> reason.contains("more than 8 correlations deep"))
        .anyMatch(reason -> reason.contains("refers to 'n8', which is refused"))
        .hasSize(4);
  }

  @Test
  void saysWhatIsWrongWithASection() {
    assertThat(reasonOf("{type: near, rules: [failed], group-by: [], timespan: 1m}"))
        .contains("'near'");
    assertThat(reasonOf("{type: temporal, group-by: [], timespan: 1m}"))
        .contains("refer to a rule");
    assertThat(reasonOf("{type: temporal, rules: [failed], timespan: 1m}")).contains("group-by");
    assertThat(reasonOf("{type: temporal, rules: [failed], group-by: []}")).contains("timespan");
    assertThat(reasonOf("{type: temporal, rules: [failed], group-by: [], timespan: 1 h}"))
        .contains("timespan");
    assertThat(reasonOf("{type: temporal, rules: [failed], group-by: [], timespan: 999999d}"))
        .contains("366d");
    assertThat(reasonOf("{type: temporal, rules: [nobody], group-by: [], timespan: 1m}"))
        .contains("'nobody', which is not there");
    assertThat(reasonOf("{type: temporal, rules: [failed, failed], group-by: [], timespan: 1m}"))
        .contains("twice");
    assertThat(reasonOf("{type: event_count, rules: [failed], group-by: [], timespan: 1m}"))
        .contains("condition");
    String count = "{type: event_count, rules: [failed], group-by: [], timespan: 1m, condition: ";
    assertThat(reasonOf(count + "{gte: many}}")).contains("must be a number");
    assertThat(reasonOf(count + "{gte: 1e999999}}")).contains("must be a number");
    assertThat(reasonOf(count + "{lt: 1}}")).contains("no event at all");
    assertThat(reasonOf(count + "{gte: 1000000000}}")).contains("more events than are remembered");
    assertThat(reasonOf(count + "{over: 3}}")).contains("'over'");
    assertThat(reasonOf(count + "{field: x, gte: 3}}")).contains("does not look at");
    assertThat(reasonOf(count + "{gte: 3}, within: 1h}")).contains("'within'");
    assertThat(
            reasonOf(
                "{type: value_sum, rules: [failed], group-by: [], timespan: 1m,"
                    + " condition: {gte: 3}}"))
        .contains("must name the field");
    assertThat(
            reasonOf(
                "{type: temporal, rules: [failed], group-by: [], timespan: 1m,"
                    + " aliases: {a: {other: f}}}"))
        .contains("'other'");
    assertThat(reasonOf("[]")).contains("must be a map");
  }

  @Test
  void aDamagedCorrelationIsLoadedOrRefused() {
    System.out.println("seed " + SEED);
    String text =
        BASE
            + correlation("many", "failed, successful", "condition: {gte: 10, lt: 20}")
            + "---\ntitle: Outer\ncorrelation: {type: temporal_ordered, rules: [many, successful],"
            + " group-by: [a, b], aliases: {a: {many: User}, b: {successful: c}}, timespan: 2h}\n"
            + "---\ntitle: Sum\ncorrelation: {type: value_percentile, rules: [failed],"
            + " group-by: [a], timespan: 2h, condition: {field: [x, y], lte: 1.5}}\n";
    List<String> scraps =
        List.of("-1", "1e9", "null", "many", "[", "]", "{", ": ", "\n", "  ", "---\n", "0", "true");
    var random = new Random(SEED);
    int loaded = 0;
    for (int i = 0; i < 2_000; i++) {
      var damaged = new StringBuilder(text);
      for (int wound = random.nextInt(4); wound >= 0; wound--) {
        int at = BASE.length() / 2 + random.nextInt(damaged.length() - BASE.length() / 2);
        switch (random.nextInt(3)) {
          case 0 -> damaged.insert(at, scraps.get(random.nextInt(scraps.size())));
          case 1 -> damaged.delete(at, Math.min(damaged.length(), at + 1 + random.nextInt(9)));
          default -> damaged.setCharAt(at, (char) random.nextInt(0x250));
        }
      }
      RuleReport report = load(damaged.toString());
      assertThat(report.refusals()).allMatch(refusal -> refusal.reason().indexOf('\n') < 0);
      assertThat(report.rules().size() + report.refusals().size()).isPositive();
      loaded += report.correlations().size();
      var set = RuleSet.compile(report);
      assertThat(set.plan().isEmpty()).isEqualTo(report.correlations().isEmpty());
    }
    assertThat(loaded).isBetween(500, 5_900);
  }
}
