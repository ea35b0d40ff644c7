package io.testudo.vocabulary.incident;

import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import java.time.Instant;
import java.util.List;

/**
 * Findings that belong together, ranked and explained.
 *
 * @param id {@code i-} and the rest of its first finding's id
 * @param revision from 1, one more at each change
 * @param status where it stands
 * @param mergedInto the id of the incident that took over its members; empty unless {@link
 *     Status#MERGED}
 * @param title one line that says what happened
 * @param severity the worst of its members'
 * @param score how urgent it is, 0..100
 * @param first time of its earliest event
 * @param last time of its latest event
 * @param involved who and what is involved
 * @param techniques the techniques its members point to
 * @param tactics the tactics its members point to
 * @param members its findings, in the order in which they joined
 * @param scoreReasons what the score is made of
 */
public record Incident(
    String id,
    int revision,
    Status status,
    String mergedInto,
    String title,
    Severity severity,
    double score,
    Instant first,
    Instant last,
    List<Involvement> involved,
    List<Technique> techniques,
    List<Tactic> tactics,
    List<Member> members,
    List<Reason> scoreReasons) {

  /** Where an incident stands. */
  public enum Status {
    /** Waits for a person. */
    OPEN,
    /** A person works on it. */
    ACKNOWLEDGED,
    /** A person closed it with a verdict. */
    CLOSED,
    /** Another incident took over its members. */
    MERGED
  }

  public Incident {
    if (!(score >= 0 && score <= 100)) {
      throw new IllegalArgumentException(
          "score (" + score + ") of incident " + id + " must be in 0..100");
    }
    if (revision < 1) {
      throw new IllegalArgumentException(
          "revision (" + revision + ") of incident " + id + " must be positive");
    }
    if ((status == Status.MERGED) == mergedInto.isEmpty()) {
      throw new IllegalArgumentException(
          "mergedInto of incident " + id + " must be given if and only if it is merged");
    }
    involved = involved.stream().distinct().sorted().toList();
    techniques = techniques.stream().distinct().sorted().toList();
    tactics = tactics.stream().distinct().sorted().toList();
    members = List.copyOf(members);
    scoreReasons = List.copyOf(scoreReasons);
  }
}
