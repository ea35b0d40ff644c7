package io.testudo.sigma.correlation;

import io.testudo.sigma.CorrelationRule;
import io.testudo.sigma.pattern.Folding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Correlations by their definition: every window of every group is looked at from scratch. */
final class NaiveCorrelator {

  /** That a correlation holds of a group at a time. */
  record Holds(String rule, List<String> group, long micros) {}

  /** An event under the rules that hold for it. */
  private record Seen(long micros, long event, Set<String> rules, Map<String, String> values) {}

  private final List<CorrelationRule> rules;

  NaiveCorrelator(List<CorrelationRule> rules) {
    this.rules = rules;
  }

  /** All that holds of events that are all known. */
  Set<Holds> holds(List<Occurrence<String>> occurrences) {
    Map<String, List<Seen>> matches = new HashMap<>();
    for (Occurrence<String> each : occurrences) {
      matches
          .computeIfAbsent(each.rule(), r -> new ArrayList<>())
          .add(
              new Seen(
                  Moments.micros(each.time()), each.event(), Set.of(each.rule()), each.values()));
    }
    Set<Holds> all = new HashSet<>();
    for (CorrelationRule rule : rules) {
      List<Seen> own = new ArrayList<>();
      groups(rule.correlation(), matches)
          .forEach(
              (key, events) -> {
                for (long time : new TreeSet<>(events.stream().map(Seen::micros).toList())) {
                  if (holds(rule.correlation(), events, time)) {
                    all.add(new Holds(rule.id(), key, time));
                    Seen last =
                        events.stream()
                            .filter(e -> e.micros == time)
                            .max(Comparator.comparing(Seen::event))
                            .orElseThrow();
                    long event = Values.eventOf(rule.id(), key, time);
                    own.add(new Seen(time, event, Set.of(rule.id()), last.values()));
                  }
                }
              });
      matches.put(rule.id(), own);
    }
    return all;
  }

  private static Map<List<String>, List<Seen>> groups(
      Correlation correlation, Map<String, List<Seen>> matches) {
    Map<List<String>, Map<Long, Seen>> groups = new LinkedHashMap<>();
    for (String rule : correlation.rules()) {
      for (Seen seen : matches.getOrDefault(rule, List.of())) {
        Map<String, String> values = new HashMap<>(seen.values());
        correlation
            .aliases()
            .forEach(
                (alias, fields) -> {
                  String value = seen.values().get(fields.getOrDefault(rule, alias));
                  if (value != null) {
                    values.put(alias, value);
                  }
                });
        List<String> key = new ArrayList<>();
        boolean whole = true;
        for (String field : correlation.groupBy()) {
          whole &= values.containsKey(field);
          key.add(Folding.fold(values.getOrDefault(field, "")));
        }
        for (String field : correlation.condition().fields()) {
          String value = values.get(field);
          boolean numeric =
              correlation.type().isNumeric() || correlation.condition().percentile() >= 0;
          whole &= value != null && (!numeric || value.matches("-?[0-9.]+"));
        }
        if (whole) {
          groups
              .computeIfAbsent(key, k -> new LinkedHashMap<>())
              .merge(
                  seen.event(),
                  new Seen(seen.micros(), seen.event(), Set.of(rule), values),
                  (one, other) -> {
                    Set<String> both = new HashSet<>(one.rules());
                    both.addAll(other.rules());
                    return new Seen(one.micros(), one.event(), both, one.values());
                  });
        }
      }
    }
    Map<List<String>, List<Seen>> lists = new LinkedHashMap<>();
    groups.forEach((key, seen) -> lists.put(key, List.copyOf(seen.values())));
    return lists;
  }

  private static boolean holds(Correlation correlation, List<Seen> events, long time) {
    long span = correlation.timespan().toMillis() * 1000;
    List<Seen> window =
        events.stream()
            .filter(e -> e.micros() <= time && e.micros() > time - span)
            .sorted(Comparator.comparing(Seen::micros))
            .toList();
    Criterion condition = correlation.condition();
    return switch (correlation.type()) {
      case EVENT_COUNT -> condition.holds(BigDecimal.valueOf(window.size()));
      case VALUE_COUNT ->
          condition.holds(
              BigDecimal.valueOf(window.stream().map(e -> text(condition, e)).distinct().count()));
      case VALUE_SUM -> condition.holds(sum(condition, window));
      case VALUE_AVG ->
          condition.bounds().stream()
              .allMatch(
                  bound ->
                      new Criterion.Bound(
                              bound.operator(),
                              bound.number().multiply(BigDecimal.valueOf(window.size())))
                          .holds(sum(condition, window)));
      case VALUE_PERCENTILE -> percentile(condition, window, time);
      case TEMPORAL ->
          condition.holds(
              BigDecimal.valueOf(
                  window.stream().flatMap(e -> e.rules().stream()).distinct().count()));
      case TEMPORAL_ORDERED ->
          condition.holds(BigDecimal.valueOf(longest(correlation.rules(), window, time)));
    };
  }

  private static String text(Criterion condition, Seen event) {
    List<String> texts = new ArrayList<>();
    for (String field : condition.fields()) {
      texts.add(Folding.fold(String.valueOf(event.values().get(field))));
    }
    return String.join("\n", texts);
  }

  private static BigDecimal sum(Criterion condition, List<Seen> window) {
    return window.stream()
        .map(e -> new BigDecimal(text(condition, e)))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static boolean percentile(Criterion condition, List<Seen> window, long time) {
    if (condition.percentile() == Criterion.SHARE) {
      return window.stream()
          .filter(e -> e.micros() == time)
          .map(e -> text(condition, e))
          .anyMatch(
              value -> {
                long same = window.stream().filter(e -> text(condition, e).equals(value)).count();
                return condition.bounds().stream()
                    .allMatch(
                        bound ->
                            new Criterion.Bound(
                                    bound.operator(),
                                    bound.number().multiply(BigDecimal.valueOf(window.size())))
                                .holds(BigDecimal.valueOf(100 * same)));
              });
    }
    List<BigDecimal> sorted =
        window.stream().map(e -> new BigDecimal(text(condition, e))).sorted().toList();
    int rank = (int) Math.ceil(condition.percentile() / 100.0 * sorted.size() - 1e-9);
    return condition.holds(sorted.get(Math.max(1, rank) - 1));
  }

  /** The longest chain of rules in their order that ends at the time, by trying all chains. */
  private static int longest(List<String> rules, List<Seen> window, long time) {
    TreeMap<Long, Set<String>> byTime = new TreeMap<>();
    window.forEach(e -> byTime.computeIfAbsent(e.micros(), t -> new HashSet<>()).addAll(e.rules()));
    int best = 0;
    for (int subset = 1; subset < 1 << rules.size(); subset++) {
      long at = Long.MIN_VALUE;
      boolean possible = true;
      int last = 31 - Integer.numberOfLeadingZeros(subset);
      for (int rule = 0; rule < last && possible; rule++) {
        if ((subset & 1 << rule) != 0) {
          String wanted = rules.get(rule);
          long from = at;
          at =
              byTime.tailMap(from).entrySet().stream()
                  .filter(e -> e.getValue().contains(wanted))
                  .mapToLong(Map.Entry::getKey)
                  .findFirst()
                  .orElse(Long.MAX_VALUE);
          possible = at != Long.MAX_VALUE;
        }
      }
      boolean ends = byTime.getOrDefault(time, Set.of()).contains(rules.get(last));
      if (possible && ends) {
        best = Math.max(best, Integer.bitCount(subset));
      }
    }
    return best;
  }
}
