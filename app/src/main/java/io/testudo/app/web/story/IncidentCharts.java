package io.testudo.app.web.story;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.incident.Incident;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who acted against whom in an incident, and what happened when, as JSON for the console's charts.
 */
public final class IncidentCharts {

  private static final int MOST_NODES = 60;
  private static final int MOST_TITLES = 4;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private IncidentCharts() {}

  /**
   * Nodes and edges: {@code {nodes: [{id, name, kind, role, count}], edges: [{from, to, sort,
   * count, titles}]}}.
   */
  public static String graph(Incident incident, List<Finding> findings) {
    Map<Entity, Integer> counts = new HashMap<>();
    for (Finding finding : findings) {
      finding.involved().forEach(part -> counts.merge(part.entity(), 1, Integer::sum));
    }
    Map<Entity, Role> roles = new LinkedHashMap<>();
    incident.involved().stream()
        .sorted(
            Comparator.comparing(Involvement::role)
                .thenComparing(part -> -counts.getOrDefault(part.entity(), 0)))
        .filter(part -> !roles.containsKey(part.entity()) && roles.size() < MOST_NODES)
        .forEachOrdered(part -> roles.putIfAbsent(part.entity(), part.role()));
    ObjectNode graph = JSON.objectNode();
    ArrayNode nodes = graph.putArray("nodes");
    roles.forEach(
        (entity, role) ->
            nodes
                .addObject()
                .put("id", entity.key())
                .put("name", entity.name())
                .put("kind", Wording.sentence(entity.kind()))
                .put("role", Wording.css(role))
                .put("count", counts.getOrDefault(entity, 0)));
    ArrayNode edges = graph.putArray("edges");
    edges(findings, roles.keySet())
        .forEach(
            (pair, titles) -> {
              ObjectNode edge = edges.addObject();
              edge.put("from", pair.from()).put("to", pair.to()).put("sort", pair.sort());
              edge.put("count", titles.size());
              ArrayNode names = edge.putArray("titles");
              titles.stream().limit(MOST_TITLES).forEach(names::add);
            });
    return graph.toString();
  }

  private static Map<Pair, Set<String>> edges(List<Finding> findings, Set<Entity> shown) {
    Map<Pair, Set<String>> edges = new TreeMap<>();
    for (Finding finding : findings) {
      List<Entity> actors = shown(Story.played(finding, Role.ACTOR), shown);
      List<Entity> targets = shown(Story.played(finding, Role.TARGET), shown);
      List<Entity> places = shown(Story.played(finding, Role.INVOLVED), shown);
      join(edges, actors, targets, "against", finding.title());
      join(edges, actors, places, "with", finding.title());
      if (actors.isEmpty()) {
        join(edges, places, targets, "with", finding.title());
      }
    }
    return edges;
  }

  private static List<Entity> shown(List<Entity> entities, Set<Entity> shown) {
    return entities.stream().filter(shown::contains).toList();
  }

  private static void join(
      Map<Pair, Set<String>> edges,
      List<Entity> some,
      List<Entity> others,
      String sort,
      String title) {
    for (Entity from : some) {
      for (Entity to : others) {
        if (!from.equals(to)) {
          edges
              .computeIfAbsent(new Pair(from.key(), to.key(), sort), any -> new LinkedHashSet<>())
              .add(title);
        }
      }
    }
  }

  /**
   * What happened when: {@code {tactics: [name], points: [{id, at, until, tactic, title,
   * severity}]}}, times in milliseconds since 1970.
   */
  public static String timeline(List<Finding> findings) {
    List<String> rows =
        findings.stream()
            .map(IncidentCharts::leading)
            .sorted(Comparator.nullsLast(Comparator.naturalOrder()))
            .map(IncidentCharts::name)
            .distinct()
            .toList();
    ObjectNode chart = JSON.objectNode();
    rows.forEach(chart.putArray("tactics")::add);
    ArrayNode points = chart.putArray("points");
    for (Finding finding : findings) {
      points
          .addObject()
          .put("id", finding.id())
          .put("at", finding.first().toEpochMilli())
          .put("until", finding.last().toEpochMilli())
          .put("tactic", rows.indexOf(name(leading(finding))))
          .put("title", finding.title())
          .put("severity", Wording.css(finding.severity()));
    }
    return chart.toString();
  }

  private static @Nullable Tactic leading(Finding finding) {
    return finding.tactics().isEmpty() ? null : finding.tactics().getFirst();
  }

  private static String name(@Nullable Tactic tactic) {
    return tactic == null ? "No tactic" : Wording.tactic(tactic);
  }

  private record Pair(String from, String to, String sort) implements Comparable<Pair> {
    private static final Comparator<Pair> ORDER =
        Comparator.comparing(Pair::from).thenComparing(Pair::to).thenComparing(Pair::sort);

    @Override
    public int compareTo(Pair other) {
      return ORDER.compare(this, other);
    }
  }
}
