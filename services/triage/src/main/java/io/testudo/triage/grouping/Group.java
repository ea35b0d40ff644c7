package io.testudo.triage.grouping;

import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.incident.Incident;
import io.testudo.vocabulary.incident.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Findings that belong together, in the order in which they joined, and the incident they are. */
public final class Group {

  /** A finding and why it is here. */
  public record Joined(Finding finding, String reason) {}

  private final List<Joined> joined = new ArrayList<>();
  private final Map<String, Long> repeats = new HashMap<>();
  private @Nullable Incident incident;

  Group() {}

  void join(Finding finding, String reason) {
    joined.add(new Joined(finding, reason));
  }

  /** Something further ties the finding in. */
  void alsoLinked(String findingId, String reason) {
    joined.replaceAll(
        one ->
            one.finding.id().equals(findingId)
                ? new Joined(one.finding, one.reason + "; " + reason)
                : one);
  }

  void takeOver(Group other) {
    joined.addAll(other.joined);
    repeats.putAll(other.repeats);
  }

  /** The finding happened this often in its window. */
  public void repeated(String findingId, long count) {
    repeats.put(findingId, count);
  }

  /** The findings with their reasons. */
  public List<Joined> joined() {
    return joined;
  }

  /** How often the finding happened, as far as known. */
  public long count(String findingId) {
    return repeats.getOrDefault(findingId, 1L);
  }

  /** The members of the incident that this group is or would be. */
  public List<Member> members() {
    return joined.stream().map(j -> new Member(j.finding.id(), j.reason)).toList();
  }

  /** The incident as it was last stated; null while the group is not worth one. */
  public @Nullable Incident incident() {
    return incident;
  }

  /** The group was stated as this incident. */
  public void stated(Incident stated) {
    this.incident = stated;
  }

  /** Time of the earliest event. */
  public Instant first() {
    return joined.stream().map(j -> j.finding.first()).min(Instant::compareTo).orElse(Instant.MAX);
  }

  /** Time of the latest event. */
  public Instant last() {
    return joined.stream().map(j -> j.finding.last()).max(Instant::compareTo).orElse(Instant.MIN);
  }
}
