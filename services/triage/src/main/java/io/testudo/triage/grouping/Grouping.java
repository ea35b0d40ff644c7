package io.testudo.triage.grouping;

import io.testudo.ports.Identities;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Identity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.finding.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private static final int MOST_LINKED_ANEW = 32;

  private final Duration window;
  private final int most;
  private final Crowds crowds = new Crowds();
  private final Linking linking;
  private final Identities identities;
  private final Map<Entity, LinkedHashMap<String, Finding>> byEntity = new HashMap<>();
  private final Map<String, Group> groupOf = new HashMap<>();
  private final TreeMap<Instant, LinkedHashMap<String, Finding>> byTime = new TreeMap<>();
  private final PriorityQueue<Instant> latest = new PriorityQueue<>();
  private int remembered;
  private long forgottenEarly;

  public Grouping(Duration window, int most, Identities identities) {
    this.window = window;
    this.most = most;
    this.linking = new Linking(window, crowds, identities, groupOf::get);
    this.identities = identities;
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
    Group group;
    List<Group> absorbed = new ArrayList<>();
    if (linked.isEmpty()) {
      group = new Group();
      group.join(finding, "first of its kind here: nothing earlier shares enough with it");
      groupOf.put(finding.id(), group);
    } else {
      group = merge(linked.keySet(), absorbed);
      group.join(finding, String.join("; ", linked.values()));
      groupOf.put(finding.id(), group);
    }
    Finding newcomer = absorbed.isEmpty() ? finding : null;
    group = linkAnew(group, new ArrayDeque<>(unsure(group, newcomer)), absorbed);
    pass(finding.last());
    return new Change(group, absorbed);
  }

  private Collection<Finding> of(Entity entity) {
    LinkedHashMap<String, Finding> findings = byEntity.get(entity);
    return findings == null ? List.of() : findings.values();
  }

  /** Looks again at the remembered findings about the identity's two entities. */
  public List<Change> learned(Identity identity) {
    List<Change> changes = new ArrayList<>();
    Set<Finding> again = new LinkedHashSet<>(of(identity.address()));
    again.addAll(of(identity.owner()));
    for (Finding finding : again) {
      Group before = groupOf(finding);
      List<Group> absorbed = new ArrayList<>();
      Group now = linkAnew(before, new ArrayDeque<>(List.of(finding)), absorbed);
      if (!absorbed.isEmpty()) {
        changes.add(new Change(now, absorbed));
      }
    }
    return changes;
  }

  private Map<Group, String> linkedGroups(Finding finding) {
    Set<Finding> candidates = new LinkedHashSet<>();
    for (Involvement involved : finding.involved()) {
      candidates.addAll(of(involved.entity()));
      for (Identity identity : identities.of(involved.entity(), finding.first())) {
        candidates.addAll(of(identity.other(involved.entity())));
      }
    }
    Group own = groupOf.get(finding.id());
    Map<Group, Link> strongest = new LinkedHashMap<>();
    Map<Group, String> reasons = new LinkedHashMap<>();
    for (Finding candidate : candidates) {
      Group group = groupOf.get(candidate.id());
      if (group == null || group == own) {
        continue;
      }
      Link link = linking.between(finding, candidate);
      if (link == null) {
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

  /**
   * A finding that is less sure than even may count for more now that it is known who else acted in
   * its group, and then tie to what its targets did afterwards: looks at these again until nothing
   * changes.
   */
  private Group linkAnew(Group group, Deque<Finding> looked, List<Group> absorbed) {
    Group now = group;
    Deque<Finding> again = looked;
    while (!again.isEmpty()) {
      Finding finding = again.removeFirst();
      Map<Group, String> linked = linkedGroups(finding);
      if (!linked.isEmpty()) {
        linked.values().forEach(reason -> groupOf(finding).alsoLinked(finding.id(), reason));
        Set<Group> all = new LinkedHashSet<>(linked.keySet());
        all.add(now);
        now = merge(all, absorbed);
        again = new ArrayDeque<>(unsure(now, null));
      }
    }
    return now;
  }

  private Group groupOf(Finding finding) {
    return Objects.requireNonNull(groupOf.get(finding.id()));
  }

  /** The group's latest unsure findings, only those with the newcomer's actors if there is one. */
  private List<Finding> unsure(Group group, @Nullable Finding newcomer) {
    List<Finding> unsure = new ArrayList<>();
    for (Group.Joined joined : group.joined().reversed()) {
      Finding finding = joined.finding();
      if (unsure.size() < MOST_LINKED_ANEW
          && Linking.isUnsureMove(finding)
          && groupOf.get(finding.id()) == group
          && (newcomer == null || linking.sharesActor(finding, newcomer))) {
        unsure.add(finding);
      }
    }
    return unsure;
  }

  /** Makes one group of these: the one that is an incident, else the earliest, takes the others. */
  private Group merge(Collection<Group> linked, List<Group> absorbed) {
    List<Group> groups = new ArrayList<>(linked);
    groups.sort(
        Comparator.comparing(Grouping::isStated)
            .thenComparing(Group::first)
            .thenComparing(group -> group.joined().getFirst().finding().id()));
    Group survivor = groups.getFirst();
    for (Group group : groups.subList(1, groups.size())) {
      survivor.takeOver(group);
      group.joined().forEach(joined -> groupOf.put(joined.finding().id(), survivor));
      absorbed.add(group);
    }
    return survivor;
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
