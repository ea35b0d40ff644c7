package io.testudo.sigma.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.sigma.CorrelationRule;
import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.RuleLoader;
import io.testudo.sigma.RuleReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random correlations over random streams, compared with their definition. */
class CorrelatorOracleTest {
  private static final long SEED = Long.getLong("seed", 20_261_127L);
  private static final LogSourceMapping MAPPING = LogSourceMapping.standard();
  private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
  private static final int BASE_RULES = 4;
  private static final int LATENESS_SECONDS = 20;

  /** As long as four correlations above each other may wait, and some more. */
  private static final Correlator.Lateness LATENESS =
      new Correlator.Lateness(
          Duration.ofSeconds(LATENESS_SECONDS), Duration.ofSeconds(6 * LATENESS_SECONDS));

  /** When events are taken for complete. */
  private enum Way {
    SETTLING,
    TO_THE_END
  }

  /** A match and the moment at which it comes. */
  private record Arrival(Occurrence<String> occurrence, Instant moment) {}

  @Test
  void holdsExactlyWhereTheDefinitionSaysSo() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    Map<Correlation.Type, Integer> held = new HashMap<>();
    for (int run = 0; run < 600; run++) {
      Way way = Way.values()[random.nextInt(Way.values().length)];
      List<CorrelationRule> rules = rules(random);
      List<Arrival> arrivals = arrivals(random);
      Set<NaiveCorrelator.Holds> expected =
          new NaiveCorrelator(rules).holds(arrivals.stream().map(Arrival::occurrence).toList());
      Set<NaiveCorrelator.Holds> found = found(rules, arrivals, way, random);
      String what = rules.stream().map(r -> "\n" + r.id() + r.correlation()).toList().toString();
      assertThat(found)
          .as("run %d of seed %d, %s %s", run, SEED, way, what)
          .containsExactlyInAnyOrderElementsOf(expected);
      for (CorrelationRule rule : rules) {
        int times = (int) expected.stream().filter(h -> h.rule().equals(rule.id())).count();
        held.merge(rule.correlation().type(), times, Integer::sum);
      }
    }
    System.out.println("correlations that held: " + held);
    assertThat(held.keySet()).containsExactlyInAnyOrder(Correlation.Type.values());
    assertThat(held.values()).allMatch(times -> times > 100);
  }

  private static Set<NaiveCorrelator.Holds> found(
      List<CorrelationRule> rules, List<Arrival> arrivals, Way way, Random random) {
    Set<NaiveCorrelator.Holds> found = new HashSet<>();
    var correlator = new Correlator<String>(new Plan(rules), Correlator.Limits.DEFAULT, LATENESS);
    for (Arrival arrival : arrivals) {
      if (way == Way.SETTLING && random.nextBoolean()) {
        correlator.settle(arrival.moment(), each -> add(found, each));
      }
      int times = random.nextInt(10) == 0 ? 2 : 1;
      for (int time = 0; time < times; time++) {
        Instant moment = way == Way.SETTLING ? arrival.moment() : START;
        correlator.offer(arrival.occurrence(), moment, each -> add(found, each));
      }
    }
    correlator.finish(each -> add(found, each));
    return found;
  }

  private static void add(Set<NaiveCorrelator.Holds> found, Correlated<String> each) {
    List<String> group =
        each.group().values().stream().map(io.testudo.sigma.pattern.Folding::fold).toList();
    boolean isNew =
        found.add(new NaiveCorrelator.Holds(each.rule().id(), group, Moments.micros(each.time())));
    assertThat(isNew).as("told once: %s", each).isTrue();
    assertThat(each.events()).isPositive();
    assertThat(each.first()).isBeforeOrEqualTo(each.time());
  }

  private static List<Arrival> arrivals(Random random) {
    List<Arrival> arrivals = new ArrayList<>();
    double seconds = 0;
    Map<String, String> before = Map.of();
    int events = 20 + random.nextInt(120);
    for (int event = 1; event <= events; event++) {
      boolean sameTime = event > 1 && random.nextInt(4) == 0;
      seconds += sameTime ? 0 : 1 + random.nextInt(7);
      // Of events of one time any may be the last, so they are alike.
      Map<String, String> values = sameTime ? before : new HashMap<>();
      before = values;
      if (!sameTime) {
        fill(values, random);
      }
      double arrives = seconds + random.nextDouble() * LATENESS_SECONDS * 0.99;
      int rules = 1 + random.nextInt(2);
      for (int rule = random.nextInt(BASE_RULES); rules > 0; rules--, rule++) {
        arrivals.add(
            new Arrival(
                new Occurrence<>(
                    "base" + rule % BASE_RULES,
                    1000L * event,
                    START.plusMillis(Math.round(seconds * 1000)),
                    values,
                    "event " + event),
                START.plusMillis(Math.round(arrives * 1000))));
      }
    }
    arrivals.sort(Comparator.comparing(Arrival::moment));
    return arrivals;
  }

  private static void fill(Map<String, String> values, Random random) {
    values.put("user", random.nextBoolean() ? "Alice" : random.nextBoolean() ? "alice" : "bob");
    values.put("v", List.of("1", "2", "3.5", "-4", "x", "Y", "y").get(random.nextInt(7)));
    values.put("n", Integer.toString(random.nextInt(10) - 2));
    values.put("w", values.get("user"));
    if (random.nextInt(12) == 0) {
      values.remove(List.of("user", "v", "n").get(random.nextInt(3)));
    }
  }

  private static List<CorrelationRule> rules(Random random) {
    var yaml = new StringBuilder();
    for (int i = 0; i < BASE_RULES; i++) {
      yaml.append(
          "title: b\nid: base%d\nname: b%d\nlogsource: {product: p}\n".formatted(i, i)
              + "detection: {s: {f: 1}, condition: s}\n---\n");
    }
    int correlations = 1 + random.nextInt(4);
    for (int i = 0; i < correlations; i++) {
      yaml.append(i == 0 ? "" : "---\n").append(correlation(random, i));
    }
    RuleReport report =
        new RuleLoader(MAPPING, Map.of())
            .load("random.yml", yaml.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(report.refusals()).as(yaml.toString()).isEmpty();
    assertThat(report.correlations()).hasSize(correlations);
    return report.correlations();
  }

  private static String correlation(Random random, int number) {
    List<String> references = new ArrayList<>();
    for (int i = 0; i < BASE_RULES + number; i++) {
      if (random.nextInt(3) > 0) {
        references.add(i < BASE_RULES ? "b" + i : "c" + (i - BASE_RULES));
      }
    }
    if (references.isEmpty()) {
      references.add("b0");
    }
    java.util.Collections.shuffle(references, random);
    Correlation.Type type = Correlation.Type.values()[random.nextInt(7)];
    String group = random.nextInt(5) == 0 ? "" : random.nextBoolean() ? "user" : "who";
    return """
        title: c
        id: corr%d
        name: c%d
        correlation:
          type: %s
          rules: %s
          group-by: [%s]
          timespan: %ds
          aliases: {who: {%s: w}}
        %s
        """
        .formatted(
            number,
            number,
            type.name().toLowerCase(java.util.Locale.ROOT),
            references,
            group,
            5 + random.nextInt(60),
            references.stream().reduce((a, b) -> a + ": w, " + b).orElseThrow(),
            condition(random, type, references.size()).indent(2));
  }

  private static String condition(Random random, Correlation.Type type, int rules) {
    String operator = List.of("gt", "gte", "gte", "lt", "lte", "eq", "neq").get(random.nextInt(7));
    return switch (type) {
      case EVENT_COUNT -> "condition: {%s: %d}".formatted(operator, 2 + random.nextInt(5));
      case VALUE_COUNT ->
          "condition: {field: %s, %s: %d}"
              .formatted(random.nextBoolean() ? "v" : "[v, n]", operator, 1 + random.nextInt(4));
      case VALUE_SUM, VALUE_AVG ->
          "condition: {field: n, %s: %s}".formatted(operator, random.nextBoolean() ? "3" : "2.5");
      case VALUE_PERCENTILE ->
          random.nextBoolean()
              ? "condition: {field: v, %s: %d}".formatted(operator, 10 + random.nextInt(80))
              : "condition: {field: n, percentile: %d, %s: %d}"
                  .formatted(random.nextInt(101), operator, random.nextInt(7));
      case TEMPORAL, TEMPORAL_ORDERED ->
          random.nextBoolean() ? "" : "condition: {gte: %d}".formatted(1 + random.nextInt(rules));
    };
  }
}
