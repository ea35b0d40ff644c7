package io.testudo.simulation;

import io.testudo.simulation.StageOutcome.Detected;
import io.testudo.simulation.StageOutcome.Missed;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Technique;
import io.testudo.vocabulary.incident.Incident;
import io.testudo.vocabulary.incident.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How well a defence did against a campaign, computed from the campaign's labels alone.
 *
 * <p><b>Detected.</b> A stage is detected if some incident has a member finding that overlaps the
 * stage in time, up to {@link #BEFORE} before its start and {@link #AFTER} after its end; that
 * involves one of the stage's entities; and that names one of its techniques, the parent of one, a
 * sub-technique of one, or one of its tactics. A finding in no incident detects nothing, since
 * nobody would be shown it. Time to detect runs from the stage's first event to the last event that
 * the finding rests on: before that event the detector could not have spoken.
 *
 * <p><b>False.</b> An incident is false if none of its findings touches the intrusion: overlaps a
 * stage or an undertone in time, under the same tolerances, and involves one of its entities. What
 * it says of it does not matter here. Incidents that were merged into others are not counted.
 *
 * <p><b>Telling.</b> An incident tells of the intrusion if at least half of its findings touch it;
 * with fewer it lies beside it. Purity is the share of the findings of telling incidents that touch
 * the intrusion: what was drawn in lowers it.
 *
 * @param stages what became of each stage, in the campaign's order
 * @param incidents how many incidents were counted
 * @param falseIncidents the ids of the false ones
 * @param telling how many incidents tell of the intrusion; one is best
 * @param findings how many findings these hold
 * @param belonging how many of these touch the intrusion
 */
public record ScoreCard(
    List<StageOutcome> stages,
    int incidents,
    List<String> falseIncidents,
    int telling,
    int findings,
    int belonging) {

  /** How long before a stage a finding may end: clocks differ. */
  public static final Duration BEFORE = Duration.ofMinutes(1);

  /** How long after a stage a finding may begin: sensors forward late. */
  public static final Duration AFTER = Duration.ofMinutes(5);

  public ScoreCard {
    stages = List.copyOf(stages);
    falseIncidents = List.copyOf(falseIncidents);
  }

  /**
   * Scores incidents against the truth.
   *
   * @param incidents as they stand at the end
   * @param findings all findings; members that are not among them count as unknown and touch
   *     nothing
   */
  public static ScoreCard of(
      Campaign campaign, Collection<Incident> incidents, Collection<Finding> findings) {
    Map<String, Finding> byId = new HashMap<>();
    findings.forEach(finding -> byId.put(finding.id(), finding));
    List<Incident> standing =
        incidents.stream().filter(i -> i.status() != Incident.Status.MERGED).toList();
    List<StageOutcome> outcomes = new ArrayList<>();
    for (Stage stage : campaign.stages()) {
      outcomes.add(outcome(stage, standing, byId));
    }
    List<String> wrong = new ArrayList<>();
    int telling = 0;
    int told = 0;
    int belonging = 0;
    for (Incident incident : standing) {
      long touching =
          members(incident, byId).stream().filter(finding -> belongs(campaign, finding)).count();
      if (touching == 0) {
        wrong.add(incident.id());
      } else if (2 * touching >= incident.members().size()) {
        telling++;
        told += incident.members().size();
        belonging += (int) touching;
      }
    }
    return new ScoreCard(outcomes, standing.size(), wrong, telling, told, belonging);
  }

  /** Whether the finding touches the campaign's intrusion, whatever it says of it. */
  public static boolean belongs(Campaign campaign, Finding finding) {
    return campaign.stages().stream().anyMatch(stage -> touches(stage, finding))
        || campaign.undertones().stream().anyMatch(stage -> touches(stage, finding));
  }

  private static StageOutcome outcome(
      Stage stage, List<Incident> incidents, Map<String, Finding> byId) {
    StageOutcome best = new Missed(stage);
    Instant earliest = Instant.MAX;
    for (Incident incident : incidents) {
      for (Finding finding : members(incident, byId)) {
        if (touches(stage, finding) && names(stage, finding) && finding.last().isBefore(earliest)) {
          earliest = finding.last();
          Duration after = Duration.between(stage.start(), earliest);
          best =
              new Detected(
                  stage, incident.id(), finding.id(), after.isNegative() ? Duration.ZERO : after);
        }
      }
    }
    return best;
  }

  private static List<Finding> members(Incident incident, Map<String, Finding> byId) {
    return incident.members().stream()
        .map(Member::findingId)
        .map(byId::get)
        .filter(Objects::nonNull)
        .toList();
  }

  private static boolean touches(Stage stage, Finding finding) {
    if (finding.last().isBefore(stage.start().minus(BEFORE))
        || finding.first().isAfter(stage.end().plus(AFTER))) {
      return false;
    }
    Set<Entity> entities = new HashSet<>(stage.entities());
    return finding.involved().stream().map(Involvement::entity).anyMatch(entities::contains);
  }

  private static boolean names(Stage stage, Finding finding) {
    return finding.tactics().stream().anyMatch(stage.tactics()::contains)
        || finding.techniques().stream()
            .anyMatch(said -> stage.techniques().stream().anyMatch(did -> same(said, did)));
  }

  private static boolean same(Technique said, Technique did) {
    return said.equals(did) || said.equals(did.parent()) || said.parent().equals(did);
  }

  /** How many stages were detected. */
  public long detected() {
    return stages.stream().filter(Detected.class::isInstance).count();
  }

  /** How many incidents brush against the intrusion and tell of something else. */
  public int beside() {
    return incidents - falseIncidents.size() - telling;
  }

  /**
   * The share of the telling incidents' findings that belong to the intrusion, 0..1; 1 if there are
   * none.
   */
  public double purity() {
    return findings == 0 ? 1 : (double) belonging / findings;
  }
}
