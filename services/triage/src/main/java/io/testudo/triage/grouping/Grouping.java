package io.testudo.triage.grouping;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.finding.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The connected components of findings under {@link Linking}, kept as findings come.
 *
 * <p>Memory: findings whose window has passed are forgotten, and beyond a bound the oldest are,
 * counted. The passing of time is told by the third-latest finding, so that one or two with a
 * forged time do not make everything forgotten. Per entity at most {@value #MOST_PER_ENTITY}
 * findings are compared, the latest ones of each group.
 */
public final class Grouping {

  private static final int MOST_PER_ENTITY = 128;
  private static final int WITNESSES = 3;

  private final Duration window;
  private final int most;
  private final Crowds crowds = new Crowds();
  private final Linking linking;
  private final Map<Entity, LinkedHashMap<String, Finding>> byEntity = new HashMap<>();
  private final Map<String, Group> groupOf = new HashMap<>();
  private final TreeMap<Instant, LinkedHashMap<String, Finding>> byTime = new TreeMap<>();
  private final PriorityQueue<Instant> latest = new PriorityQueue<>();
  private int remembered;
  private long forgottenEarly;

  public Grouping(Duration window, int most) {
    this.window = window;
    this.most = most;
    this.linking = new Linking(window, crowds);
  }

  /**
   * What a finding changed.
   *
   * @param group the group that it is in now
   * @param absorbed groups that became part of it, oldest first
   */
  public record Change(Group group, List<Group> absorbed) {}

  /** Whether the finding is remembered. */
  public boolean knows(String findingId) {
    return groupOf.containsKey(findingId);
  }

  /** The group of a remembered finding, or null. */
  public @Nullable Group groupOf(String findingId) {
    return groupOf.get(findingId);
  }

  /** Takes a finding in that is not remembered. */
  public Change add(Finding finding) {
    crowds.add(finding);
    Map<Group, String> linked = linkedGroups(finding);
    index(finding);
    Change change;
    if (linked.isEmpty()) {
      Group alone = new Group();
      alone.join(finding, "first of its kind here: nothing earlier shares enough with it");
      groupOf.put(finding.id(), alone);
      change = new Change(alone, List.of());
    } else {
      change = joinAll(finding, linked);
    }
    pass(finding.last());
    return change;
  }

  private Map<Group, String> linkedGroups(Finding finding) {
    Set<Finding> candidates = new LinkedHashSet<>();
    for (Involvement involved : finding.involved()) {
      candidates.addAll(byEntity.getOrDefault(involved.entity(), new LinkedHashMap<>()).values());
    }
    Map<Group, Link> strongest = new LinkedHashMap<>();
    Map<Group, String> reasons = new LinkedHashMap<>();
    for (Finding candidate : candidates) {
      Link link = linking.between(finding, candidate);
      Group group = groupOf.get(candidate.id());
      if (link == null || group == null) {
        continue;
      }
      Link known = strongest.get(group);
      if (known == null || link.strength() > known.strength()) {
        strongest.put(group, link);
        reasons.put(group, "with “" + candidate.title() + "”: " + link.reason());
      }
    }
    return reasons;
  }

  private Change joinAll(Finding finding, Map<Group, String> linked) {
    List<Group> groups = new ArrayList<>(linked.keySet());
    groups.sort(
        Comparator.comparing(Grouping::isStated)
            .thenComparing(Group::first)
            .thenComparing(group -> group.joined().getFirst().finding().id()));
    Group survivor = groups.getFirst();
    List<Group> absorbed = List.copyOf(groups.subList(1, groups.size()));
    for (Group group : absorbed) {
      survivor.takeOver(group);
      group.joined().forEach(joined -> groupOf.put(joined.finding().id(), survivor));
    }
    survivor.join(finding, String.join("; ", linked.values()));
    groupOf.put(finding.id(), survivor);
    return new Change(survivor, absorbed);
  }

  /** Groups that are an incident come first. */
  private static int isStated(Group group) {
    return group.incident() == null ? 1 : 0;
  }

  private void index(Finding finding) {
    remembered++;
    byTime
        .computeIfAbsent(finding.last(), key -> new LinkedHashMap<>(2))
        .put(finding.id(), finding);
    for (Involvement involved : finding.involved()) {
      LinkedHashMap<String, Finding> findings =
          byEntity.computeIfAbsent(involved.entity(), key -> new LinkedHashMap<>(4));
      findings.put(finding.id(), finding);
      if (findings.size() > MOST_PER_ENTITY) {
        findings.remove(findings.keySet().iterator().next());
      }
    }
  }

  /** A group of findings that is known to belong together, for a restart. */
  public Group restore(Collection<Group.Joined> members) {
    Group group = new Group();
    for (Group.Joined joined : members) {
      group.join(joined.finding(), joined.reason());
      groupOf.put(joined.finding().id(), group);
      crowds.add(joined.finding());
      index(joined.finding());
    }
    members.forEach(joined -> witness(joined.finding().last()));
    return group;
  }

  private void witness(Instant time) {
    latest.add(time);
    if (latest.size() > WITNESSES) {
      latest.poll();
    }
  }

  private void pass(Instant time) {
    witness(time);
    forget();
  }

  /** Forgets what is out of every window, and the oldest beyond the bound. */
  public void forget() {
    Instant oldest =
        latest.size() < WITNESSES ? Instant.MIN : latest.element().minus(window.multipliedBy(2));
    while (!byTime.isEmpty()) {
      var eldest = byTime.firstEntry();
      boolean passed = eldest.getKey().isBefore(oldest);
      if (!passed && remembered <= most) {
        return;
      }
      forgottenEarly += passed ? 0 : eldest.getValue().size();
      List.copyOf(eldest.getValue().values()).forEach(this::forget);
    }
  }

  private void forget(Finding finding) {
    LinkedHashMap<String, Finding> same = byTime.get(finding.last());
    if (same == null || same.remove(finding.id()) == null) {
      return;
    }
    if (same.isEmpty()) {
      byTime.remove(finding.last());
    }
    remembered--;
    groupOf.remove(finding.id());
    crowds.remove(finding);
    for (Involvement involved : finding.involved()) {
      LinkedHashMap<String, Finding> findings = byEntity.get(involved.entity());
      if (findings != null) {
        findings.remove(finding.id());
        if (findings.isEmpty()) {
          byEntity.remove(involved.entity());
        }
      }
    }
  }

  /** Takes the group out: nothing joins it any more. */
  public void close(Group group) {
    group.joined().forEach(joined -> forget(joined.finding()));
  }

  /** How many findings are remembered. */
  public int remembered() {
    return remembered;
  }

  /** How many findings were forgotten before their time to bound memory. */
  public long forgottenEarly() {
    return forgottenEarly;
  }
}
