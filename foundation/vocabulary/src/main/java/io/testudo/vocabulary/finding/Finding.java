package io.testudo.vocabulary.finding;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import java.time.Instant;
import java.util.List;

/**
 * A detector's statement that something happened which a defender wants to know.
 *
 * @param id from {@link #idOf}: the same source read again gives the same findings
 * @param detector what raised it
 * @param title one line that says what happened
 * @param severity how bad it is if true
 * @param confidence how sure the detector is
 * @param first time of the earliest event it rests on
 * @param last time of the latest event it rests on, not before {@code first}
 * @param involved who and what is involved, in the order of {@link Involvement}; at least one
 * @param techniques the techniques it points to; may be empty
 * @param tactics the tactics it points to; may be empty
 * @param reasons why it was raised; at least one
 * @param evidence bounded copies of events, at most {@link #MOST_EVIDENCE}
 * @param unknowns what the detector could not know and a person should consider
 */
public record Finding(
    String id,
    Detector detector,
    String title,
    Severity severity,
    Confidence confidence,
    Instant first,
    Instant last,
    List<Involvement> involved,
    List<Technique> techniques,
    List<Tactic> tactics,
    List<Reason> reasons,
    List<Evidence> evidence,
    List<String> unknowns) {

  /** The most pieces of evidence that one finding carries. */
  public static final int MOST_EVIDENCE = 10;

  public Finding {
    if (last.isBefore(first)) {
      throw new IllegalArgumentException(
          "last (" + last + ") of finding " + id + " must not precede first (" + first + ")");
    }
    involved = involved.stream().distinct().sorted().toList();
    techniques = techniques.stream().distinct().sorted().toList();
    tactics = tactics.stream().distinct().sorted().toList();
    reasons = List.copyOf(reasons);
    evidence = List.copyOf(evidence);
    unknowns = List.copyOf(unknowns);
    if (involved.isEmpty() || reasons.isEmpty()) {
      throw new IllegalArgumentException(
          "involved and reasons of finding " + id + " must not be empty");
    }
    if (evidence.size() > MOST_EVIDENCE) {
      throw new IllegalArgumentException(
          "evidence of finding " + id + " must have at most " + MOST_EVIDENCE + " pieces");
    }
  }

  /**
   * The identifier of the finding that {@code detector} raises about {@code entity} in the window
   * that starts at {@code windowStart}: {@code f-} and 32 hexadecimal digits. The evidence has no
   * part in it, nor has the detector's version.
   *
   * @param source the source whose stream of events the window belongs to
   */
  public static String idOf(Detector detector, String source, Entity entity, Instant windowStart) {
    return "f-"
        + ShortDigest.of(
            detector.kind().name(), detector.id(), source, entity.key(), windowStart.toString());
  }

  /**
   * The identifier of the finding that {@code detector} raises about the events of all sources that
   * have these values in common, in the window that starts at {@code windowStart}.
   *
   * @param group the values, folded if they are compared so
   */
  public static String idOf(Detector detector, List<String> group, Instant windowStart) {
    String[] key = new String[group.size() + 3];
    key[0] = detector.kind().name();
    key[1] = detector.id();
    key[2] = windowStart.toString();
    for (int i = 0; i < group.size(); i++) {
      // Its length tells where a value ends, whatever it holds.
      key[i + 3] = group.get(i).length() + ":" + group.get(i);
    }
    return "f-" + ShortDigest.of(key);
  }
}
