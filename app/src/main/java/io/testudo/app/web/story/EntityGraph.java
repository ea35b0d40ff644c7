package io.testudo.app.web.story;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.incident.Incident;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who acted against whom in an incident, small enough to be read: entities of one kind that play
 * the same role towards the same others, as the hosts that a scan asked, are one node.
 *
 * <p>At most {@value #MOST_NODES} nodes, those with the most findings of each role first; the rest
 * is counted. The same incident gives the same graph.
 */
final class EntityGraph {

  /** More nodes cannot be read. */
  static final int MOST_NODES = 40;

  /** So many that play the same part are one node. */
  static final int LEAST_ALIKE = 4;

  private static final int MOST_TITLES = 4;
  private static final int MOST_MEMBERS = 8;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /**
   * One entity, or several that play the same part.
   *
   * @param members the entities, those with the most findings first
   * @param count how many findings involve them, each counted by each
   */
  private record Node(String id, String name, Role role, List<Entity> members, int count) {}

  /** What joins two nodes. */
  private record Pair(String from, String to, String sort) implements Comparable<Pair> {
    private static final Comparator<Pair> ORDER =
        Comparator.comparing(Pair::from).thenComparing(Pair::to).thenComparing(Pair::sort);

    @Override
    public int compareTo(Pair other) {
      return ORDER.compare(this, other);
    }
  }

  /** What entities that may be one node have in common. */
  private record Part(Role role, Entity.Kind kind, String network, Set<String> towards) {}

  private final Map<Entity, Role> roles = new LinkedHashMap<>();
  private final Map<Entity, Integer> counts = new HashMap<>();
  private final Map<Entity, Set<String>> towards = new HashMap<>();

  private EntityGraph(Incident incident, List<Finding> findings) {
    for (Finding finding : findings) {
      finding.involved().forEach(part -> counts.merge(part.entity(), 1, Integer::sum));
      eachPair(finding, this::noteWay);
    }
    incident.involved().stream()
        .sorted(
            Comparator.comparing(Involvement::role)
                .thenComparing(part -> -counts.getOrDefault(part.entity(), 0))
                .thenComparing(part -> part.entity().key()))
        .forEachOrdered(part -> roles.putIfAbsent(part.entity(), part.role()));
  }

  /**
   * Nodes and edges: {@code {nodes: [{id, name, kind, role, count, size, members: [name]}], edges:
   * [{from, to, sort, count, titles}], more}}; {@code size} and the first {@code members} only
   * where there are several, {@code more} is how many entities are not shown.
   */
  static String json(Incident incident, List<Finding> findings) {
    return new EntityGraph(incident, findings).write(findings);
  }

  private void noteWay(Entity from, Entity to, String sort) {
    towards.computeIfAbsent(from, any -> new TreeSet<>()).add(sort + " > " + to.key());
    towards.computeIfAbsent(to, any -> new TreeSet<>()).add(sort + " < " + from.key());
  }

  private String write(List<Finding> findings) {
    Map<Entity, String> nodeOf = new HashMap<>();
    ObjectNode graph = JSON.objectNode();
    ArrayNode nodes = graph.putArray("nodes");
    for (Node node : nodes()) {
      node.members().forEach(member -> nodeOf.put(member, node.id()));
      ObjectNode written = nodes.addObject();
      written
          .put("id", node.id())
          .put("name", node.name())
          .put("kind", Wording.sentence(node.members().getFirst().kind()))
          .put("role", Wording.css(node.role()))
          .put("count", node.count());
      if (node.members().size() > 1) {
        written.put("size", node.members().size());
        ArrayNode members = written.putArray("members");
        node.members().stream().limit(MOST_MEMBERS).map(Entity::name).forEach(members::add);
      }
    }
    writeEdges(graph.putArray("edges"), findings, nodeOf);
    return graph.put("more", roles.size() - nodeOf.size()).toString();
  }

  private List<Node> nodes() {
    Map<Part, List<Entity>> alike = new LinkedHashMap<>();
    roles.forEach(
        (entity, role) ->
            alike
                .computeIfAbsent(
                    new Part(
                        role,
                        entity.kind(),
                        network(entity),
                        towards.getOrDefault(entity, Set.of())),
                    any -> new ArrayList<>())
                .add(entity));
    List<Node> nodes = new ArrayList<>();
    alike.forEach(
        (part, entities) -> {
          if (entities.size() >= LEAST_ALIKE) {
            nodes.add(several(part, entities));
          } else {
            entities.forEach(entity -> nodes.add(single(entity, part.role())));
          }
        });
    nodes.sort(
        Comparator.comparing(Node::role)
            .thenComparing(node -> -node.count())
            .thenComparing(Node::id));
    return fairly(nodes);
  }

  /** As many of each role as there is room for, the roles in turn. */
  private static List<Node> fairly(List<Node> nodes) {
    if (nodes.size() <= MOST_NODES) {
      return nodes;
    }
    Map<Role, Integer> taken = new HashMap<>();
    Map<Node, Integer> places = new LinkedHashMap<>();
    nodes.forEach(node -> places.put(node, taken.merge(node.role(), 1, Integer::sum)));
    List<Node> chosen =
        nodes.stream().sorted(Comparator.comparingInt(places::get)).limit(MOST_NODES).toList();
    return nodes.stream().filter(chosen::contains).toList();
  }

  private Node single(Entity entity, Role role) {
    return new Node(
        entity.key(), entity.name(), role, List.of(entity), counts.getOrDefault(entity, 0));
  }

  private Node several(Part part, List<Entity> entities) {
    int count = entities.stream().mapToInt(entity -> counts.getOrDefault(entity, 0)).sum();
    String what = entities.size() + " " + plural(part.kind());
    String name = part.network().isEmpty() ? what : what + " of " + part.network();
    return new Node("group " + entities.getFirst().key(), name, part.role(), entities, count);
  }

  private static String plural(Entity.Kind kind) {
    String word = Wording.sentence(kind).toLowerCase(Locale.ROOT);
    return switch (kind) {
      case ADDRESS -> "addresses";
      case PROCESS -> "processes";
      default -> word + "s";
    };
  }

  /** The network of 256 addresses (IPv4) or the subnet (IPv6, 64 bits) of an address. */
  private static String network(Entity entity) {
    IpAddress address =
        entity.kind() == Entity.Kind.ADDRESS ? IpAddress.parseOrNull(entity.name()) : null;
    if (address == null) {
      return "";
    }
    return address.version() == 4
        ? IpAddress.v4((int) address.low() & 0xFFFFFF00) + "/24"
        : IpAddress.v6(address.high(), 0) + "/64";
  }

  private static void writeEdges(
      ArrayNode edges, List<Finding> findings, Map<Entity, String> nodeOf) {
    Map<Pair, Set<String>> titles = new TreeMap<>();
    for (Finding finding : findings) {
      eachPair(
          finding,
          (from, to, sort) -> {
            String one = nodeOf.get(from);
            String other = nodeOf.get(to);
            if (one != null && other != null && !one.equals(other)) {
              titles
                  .computeIfAbsent(new Pair(one, other, sort), any -> new LinkedHashSet<>())
                  .add(finding.title());
            }
          });
    }
    titles.forEach(
        (pair, told) -> {
          ObjectNode edge = edges.addObject();
          edge.put("from", pair.from()).put("to", pair.to()).put("sort", pair.sort());
          edge.put("count", told.size());
          ArrayNode names = edge.putArray("titles");
          told.stream().limit(MOST_TITLES).forEach(names::add);
        });
  }

  /** Takes one way between two entities of a finding. */
  private interface Ways {
    void way(Entity from, Entity to, String sort);
  }

  private static void eachPair(Finding finding, Ways ways) {
    List<Entity> actors = Story.played(finding, Role.ACTOR);
    List<Entity> targets = Story.played(finding, Role.TARGET);
    List<Entity> places = Story.played(finding, Role.INVOLVED);
    each(actors, targets, "against", ways);
    each(actors, places, "with", ways);
    if (actors.isEmpty()) {
      each(places, targets, "with", ways);
    }
  }

  private static void each(List<Entity> some, List<Entity> others, String sort, Ways ways) {
    for (Entity from : some) {
      for (Entity to : others) {
        if (!from.equals(to)) {
          ways.way(from, to, sort);
        }
      }
    }
  }
}
