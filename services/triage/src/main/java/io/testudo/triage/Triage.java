package io.testudo.triage;

import io.testudo.ports.Identities;
import io.testudo.triage.grouping.Group;
import io.testudo.triage.grouping.Grouping;
import io.testudo.triage.ranking.Story;
import io.testudo.triage.ranking.Worth;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Identity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.fact.Fact.FindingRepeated;
import io.testudo.vocabulary.fact.Fact.IncidentAcknowledged;
import io.testudo.vocabulary.fact.Fact.VerdictGiven;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import io.testudo.vocabulary.incident.Incident;
import io.testudo.vocabulary.incident.Incident.Status;
import io.testudo.vocabulary.incident.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Findings to few, ranked, explained incidents.
 *
 * <p>Not thread-safe. Deterministic: the same calls give the same incidents. Time is the findings'
 * own. Memory is bounded by the configuration; an incident that is not open any more, or to which
 * nothing can be added because its window has passed, is remembered only so that a person can judge
 * it, the last {@value #MOST_INCIDENTS} of them.
 */
public final class Triage {

  private static final int MOST_INCIDENTS = 16_384;
  private static final int MOST_INVOLVED = 64;
  private static final int STATED_AT_ONCE = 64;

  private final TriageConfig config;
  private final Grouping grouping;
  private final LinkedHashMap<String, Incident> incidents = new LinkedHashMap<>();

  /**
   * @param identities says whose an address was; whoever lets it learn tells {@link #learned}
   */
  public Triage(TriageConfig config, Identities identities) {
    this.config = config;
    this.grouping = new Grouping(config.window(), config.mostFindings(), identities);
  }

  /**
   * Takes over where an earlier instance ended.
   *
   * @param open the latest revision of every incident that is open or acknowledged
   * @param findings every member of these, and every other finding of the last two windows, in the
   *     order in which they were considered
   * @param repeats what is known of their repetitions
   */
  public void restore(
      Collection<Incident> open,
      Collection<Finding> findings,
      Collection<FindingRepeated> repeats) {
    Map<String, Finding> byId = new LinkedHashMap<>();
    findings.forEach(finding -> byId.put(finding.id(), finding));
    Set<String> placed = new HashSet<>();
    for (Incident incident : open) {
      List<Group.Joined> members = new ArrayList<>();
      for (Member member : incident.members()) {
        Finding finding = byId.get(member.findingId());
        if (finding == null) {
          throw new IllegalArgumentException(
              "findings to restore must hold every member of open incidents, but "
                  + member.findingId()
                  + " of "
                  + incident.id()
                  + " is missing");
        }
        members.add(new Group.Joined(finding, member.reason()));
        placed.add(finding.id());
      }
      grouping.restore(members).stated(incident);
      remember(incident);
    }
    for (Finding finding : findings) {
      if (placed.add(finding.id())) {
        grouping.add(finding);
      }
    }
    for (FindingRepeated repeat : repeats) {
      Group group = grouping.groupOf(repeat.findingId());
      if (group != null) {
        group.repeated(repeat.findingId(), repeat.count());
      }
    }
    grouping.forget();
  }

  /**
   * Takes a finding in.
   *
   * @return the incidents that changed, each as a new revision: opened, grown, or merged into
   *     another; empty if the finding is known or its group is not worth an incident yet
   */
  public List<Incident> consider(Finding finding) {
    if (grouping.knows(finding.id())) {
      return List.of();
    }
    return stated(grouping.add(finding));
  }

  /**
   * The identities know something more, which may tie together what was considered before.
   *
   * @return the incidents that changed
   */
  public List<Incident> learned(Identity identity) {
    List<Incident> changed = new ArrayList<>();
    for (Grouping.Change change : grouping.learned(identity)) {
      changed.addAll(stated(change));
    }
    return changed;
  }

  private List<Incident> stated(Grouping.Change change) {
    List<Incident> changed = new ArrayList<>();
    Group group = change.group();
    Incident before = group.incident();
    List<Incident> absorbed =
        change.absorbed().stream()
            .map(Group::incident)
            .filter(incident -> incident != null)
            .toList();
    Incident now = state(group, !absorbed.isEmpty());
    if (now != null) {
      changed.add(now);
    }
    Incident survivor = now == null ? before : now;
    if (survivor != null) {
      for (Incident incident : absorbed) {
        Incident merged = withStatus(incident, Status.MERGED, survivor.id());
        incidents.remove(merged.id());
        changed.add(merged);
      }
    }
    return changed;
  }

  /** A finding repeated within its window, which may raise its incident's score a little. */
  public List<Incident> repeat(FindingRepeated repeated) {
    Group group = grouping.groupOf(repeated.findingId());
    if (group == null) {
      return List.of();
    }
    group.repeated(repeated.findingId(), repeated.count());
    Incident before = group.incident();
    Worth worth = Worth.of(group);
    if (before != null && worth.score() <= before.score()) {
      return List.of();
    }
    Incident now = state(group, true);
    return now == null ? List.of() : List.of(now);
  }

  /** A person took an incident on. */
  public List<Incident> acknowledge(IncidentAcknowledged acknowledged) {
    Incident incident = incidents.get(acknowledged.incidentId());
    if (incident == null || incident.status() != Status.OPEN) {
      return List.of();
    }
    Incident now = withStatus(incident, Status.ACKNOWLEDGED, "");
    restated(now);
    return List.of(now);
  }

  /** A person judged an incident, which closes it: nothing joins it any more. */
  public List<Incident> judge(VerdictGiven verdict) {
    Incident incident = incidents.remove(verdict.incidentId());
    if (incident == null) {
      return List.of();
    }
    for (Member member : incident.members()) {
      Group group = grouping.groupOf(member.findingId());
      if (group != null) {
        grouping.close(group);
      }
    }
    return List.of(withStatus(incident, Status.CLOSED, ""));
  }

  /** How many findings are remembered for grouping. */
  public int remembered() {
    return grouping.remembered();
  }

  /** How many findings were forgotten before their window passed, to bound memory. */
  public long forgottenEarly() {
    return grouping.forgottenEarly();
  }

  private void restated(Incident incident) {
    remember(incident);
    for (Member member : incident.members()) {
      Group group = grouping.groupOf(member.findingId());
      if (group != null) {
        group.stated(incident);
        return;
      }
    }
  }

  private void remember(Incident incident) {
    incidents.remove(incident.id());
    incidents.put(incident.id(), incident);
    if (incidents.size() > MOST_INCIDENTS) {
      incidents.remove(incidents.keySet().iterator().next());
    }
  }

  private static Incident withStatus(Incident incident, Status status, String mergedInto) {
    return new Incident(
        incident.id(),
        incident.revision() + 1,
        status,
        mergedInto,
        incident.title(),
        incident.severity(),
        incident.score(),
        incident.first(),
        incident.last(),
        incident.involved(),
        incident.techniques(),
        incident.tactics(),
        incident.members(),
        incident.scoreReasons());
  }

  /**
   * States the group as an incident, if it is worth one and something about it changed that a
   * person would want to know: a large incident is not restated for each further finding of a kind
   * that it has.
   */
  private @Nullable Incident state(Group group, boolean always) {
    Worth worth = Worth.of(group);
    Incident before = group.incident();
    if (before == null && worth.worth() < config.leastWorth()) {
      return null;
    }
    Incident now = incident(group, worth, before);
    if (before != null && !always && !isNews(before, now)) {
      return null;
    }
    group.stated(now);
    remember(now);
    return now;
  }

  private static boolean isNews(Incident before, Incident now) {
    int unstated = now.members().size() - before.members().size();
    return now.members().size() <= STATED_AT_ONCE
        || unstated * 8 >= before.members().size()
        || now.score() > before.score()
        || now.severity() != before.severity()
        || !now.tactics().equals(before.tactics())
        || !now.techniques().equals(before.techniques());
  }

  private static Incident incident(Group group, Worth worth, @Nullable Incident before) {
    List<Finding> findings = group.joined().stream().map(Group.Joined::finding).toList();
    Finding earliest =
        findings.stream()
            .min(Comparator.comparing(Finding::first).thenComparing(Finding::id))
            .orElseThrow();
    Severity severity = Severity.INFORMATIONAL;
    Set<Technique> techniques = new LinkedHashSet<>();
    Set<Tactic> tactics = new LinkedHashSet<>();
    for (Finding finding : findings) {
      severity = severity.or(finding.severity());
      techniques.addAll(finding.techniques());
      tactics.addAll(finding.tactics());
    }
    return new Incident(
        before == null ? "i-" + earliest.id().substring(2) : before.id(),
        before == null ? 1 : before.revision() + 1,
        before == null ? Status.OPEN : before.status(),
        "",
        Story.of(group),
        severity,
        worth.score(),
        group.first(),
        group.last(),
        involved(findings),
        List.copyOf(techniques),
        List.copyOf(tactics),
        group.members(),
        worth.reasons());
  }

  /** Who is involved: each entity once, acting rather than acted upon; the most frequent ones. */
  private static List<Involvement> involved(List<Finding> findings) {
    Map<Entity, Involvement> roles = new TreeMap<>();
    Map<Entity, Integer> counts = new HashMap<>();
    for (Finding finding : findings) {
      for (Involvement involved : finding.involved()) {
        counts.merge(involved.entity(), 1, Integer::sum);
        roles.merge(
            involved.entity(), involved, (one, other) -> one.compareTo(other) <= 0 ? one : other);
      }
    }
    return roles.values().stream()
        .sorted(
            Comparator.comparing(
                    (Involvement involved) -> -counts.getOrDefault(involved.entity(), 0))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST_INVOLVED)
        .toList();
  }
}
