package io.testudo.sigma.correlation;

import io.testudo.sigma.CorrelationRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which matches flow into which correlations, and with which values. A field that a correlation
 * groups by is asked of every rule about single events below it, under the name that the aliases on
 * the way give it.
 */
public final class Plan {
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Map<String, Integer>> columns = new HashMap<>();
  private final Map<String, List<Feed>> feeds = new HashMap<>();
  private final Set<String> silent = new LinkedHashSet<>();

  /**
   * A correlation in the plan, behind those that it takes.
   *
   * @param waits how many waits it takes until all is told that it is made of: one where it must
   *     wait itself, and those of what it takes
   */
  record Node(CorrelationRule rule, int order, boolean atOnce, int waits, long spanMicros) {}

  /**
   * A way from the matches of a rule into a correlation.
   *
   * @param bit the place of the rule in the correlation's list
   * @param groupBy the columns of the rule's values that make the group
   * @param fields the columns that are looked at
   * @param carried the columns that go on with a match of the correlation
   */
  record Feed(Node node, int bit, int[] groupBy, int[] fields, int[] carried) {}

  /**
   * A plan.
   *
   * @param rules correlations, each behind those that it takes
   */
  public Plan(List<CorrelationRule> rules) {
    Set<String> wanted = new LinkedHashSet<>();
    Map<String, Integer> waits = new HashMap<>();
    for (CorrelationRule rule : rules) {
      Correlation correlation = rule.correlation();
      long span = Moments.micros(correlation.timespan());
      boolean atOnce = correlation.isSureAtOnce();
      int below =
          correlation.rules().stream().mapToInt(r -> waits.getOrDefault(r, 0)).max().orElse(0);
      waits.put(rule.id(), atOnce ? below : below + 1);
      nodes.add(new Node(rule, nodes.size(), atOnce, waits.get(rule.id()), span));
      (correlation.generates() ? wanted : silent).addAll(correlation.rules());
    }
    silent.removeAll(wanted);
    for (int order = nodes.size() - 1; order >= 0; order--) {
      connect(nodes.get(order));
    }
  }

  private void connect(Node node) {
    Correlation correlation = node.rule().correlation();
    List<String> carried = columnsOf(node.rule().id());
    for (int bit = 0; bit < correlation.rules().size(); bit++) {
      String rule = correlation.rules().get(bit);
      feeds
          .computeIfAbsent(rule, r -> new ArrayList<>())
          .add(
              new Feed(
                  node,
                  bit,
                  ask(correlation, rule, correlation.groupBy()),
                  ask(correlation, rule, correlation.condition().fields()),
                  ask(correlation, rule, carried)));
    }
  }

  private int[] ask(Correlation correlation, String rule, List<String> names) {
    Map<String, Integer> of = columns.computeIfAbsent(rule, r -> new LinkedHashMap<>());
    int[] places = new int[names.size()];
    for (int i = 0; i < places.length; i++) {
      String field = correlation.fieldOf(names.get(i), rule);
      places[i] = of.computeIfAbsent(field, f -> of.size());
    }
    return places;
  }

  /** The fields that are asked of a rule's matches, in the order of their columns. */
  public List<String> columnsOf(String rule) {
    return List.copyOf(columns.getOrDefault(rule, Map.of()).keySet());
  }

  /** Whether matches of a rule go into a correlation. */
  public boolean takes(String rule) {
    return feeds.containsKey(rule);
  }

  /** Whether matches of a rule are told on their own, not only through correlations. */
  public boolean tells(String rule) {
    return !silent.contains(rule);
  }

  /** The longest time span of a correlation; zero where there is none. */
  public Duration longestTimespan() {
    return nodes.stream()
        .map(node -> node.rule().correlation().timespan())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** Whether there is no correlation. */
  public boolean isEmpty() {
    return nodes.isEmpty();
  }

  List<Node> nodes() {
    return nodes;
  }

  List<Feed> feedsOf(String rule) {
    return feeds.getOrDefault(rule, List.of());
  }
}
