package io.testudo.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.simulation.StageOutcome.Detected;
import io.testudo.simulation.StageOutcome.Missed;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Entity.Kind;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Confidence.Basis;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import io.testudo.vocabulary.incident.Incident;
import io.testudo.vocabulary.incident.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreCardTest {

  private static final Instant NOON = Instant.parse("2026-03-03T12:00:00Z");
  private static final Entity VICTIM = new Entity(Kind.HOST, "ws-07");
  private static final Entity BYSTANDER = new Entity(Kind.HOST, "ws-99");

  private static final Stage THEFT =
      new Stage(
          "credential-theft",
          "lsass-comsvcs",
          "LSASS is dumped",
          List.of(new Technique("T1003.001")),
          List.of(Tactic.CREDENTIAL_ACCESS),
          NOON,
          NOON.plusSeconds(120),
          List.of(VICTIM));

  private static final Stage BEACON =
      new Stage(
          "command-and-control",
          "https-beacon",
          "It calls home",
          List.of(new Technique("T1071.001")),
          List.of(Tactic.COMMAND_AND_CONTROL),
          NOON,
          NOON.plusSeconds(3_600),
          List.of(VICTIM));

  private static final Campaign CAMPAIGN =
      new Campaign(
          1,
          "theft",
          NOON.minusSeconds(3_600),
          NOON.plusSeconds(3_600),
          0,
          0,
          List.of(THEFT),
          List.of(BEACON),
          List.of());

  private static Finding finding(String id, Entity entity, Instant last, String technique) {
    return new Finding(
        id,
        new Detector(Detector.Kind.SIGMA_RULE, "rule", ""),
        "title",
        Severity.HIGH,
        new Confidence(0.9, Basis.STATED),
        last.minusSeconds(5),
        last,
        List.of(new Involvement(entity, Role.TARGET)),
        List.of(new Technique(technique)),
        List.of(),
        List.of(new Reason("what", "observed", "")),
        List.of(),
        List.of());
  }

  private static Incident incident(String id, Incident.Status status, Finding... members) {
    return new Incident(
        id,
        1,
        status,
        status == Incident.Status.MERGED ? "i-other" : "",
        "title",
        Severity.HIGH,
        50,
        NOON,
        NOON,
        List.of(),
        List.of(),
        List.of(),
        List.of(members).stream().map(f -> new Member(f.id(), "first")).toList(),
        List.of());
  }

  private static ScoreCard score(Finding finding) {
    return ScoreCard.of(
        CAMPAIGN, List.of(incident("i-1", Incident.Status.OPEN, finding)), List.of(finding));
  }

  @Test
  void detectsByEntityTimeAndTechnique() {
    ScoreCard card = score(finding("f-1", VICTIM, NOON.plusSeconds(40), "T1003.001"));

    assertThat(card.stages())
        .containsExactly(new Detected(THEFT, "i-1", "f-1", Duration.ofSeconds(40)));
    assertThat(card.detected()).isEqualTo(1);
    assertThat(card.falseIncidents()).isEmpty();
  }

  @Test
  void parentTechniqueCounts() {
    assertThat(score(finding("f-1", VICTIM, NOON.plusSeconds(40), "T1003")).detected())
        .isEqualTo(1);
  }

  @Test
  void tacticCountsWithoutTechnique() {
    Finding finding =
        new Finding(
            "f-1",
            new Detector(Detector.Kind.STATISTIC, "scan", ""),
            "title",
            Severity.LOW,
            new Confidence(0.5, Basis.COMPUTED),
            NOON,
            NOON,
            List.of(new Involvement(VICTIM, Role.ACTOR)),
            List.of(),
            List.of(Tactic.CREDENTIAL_ACCESS),
            List.of(new Reason("what", "observed", "")),
            List.of(),
            List.of());

    assertThat(score(finding).detected()).isEqualTo(1);
  }

  @Test
  void missesWhatNamesAnotherTechniqueButIsNotFalse() {
    ScoreCard card = score(finding("f-1", VICTIM, NOON.plusSeconds(40), "T1566"));

    assertThat(card.stages()).containsExactly(new Missed(THEFT));
    assertThat(card.falseIncidents()).isEmpty();
  }

  @Test
  void siblingTechniqueDoesNotCount() {
    assertThat(score(finding("f-1", VICTIM, NOON.plusSeconds(40), "T1003.006")).detected())
        .isZero();
  }

  @Test
  void countsAnIncidentAboutABystanderAsFalse() {
    ScoreCard card = score(finding("f-1", BYSTANDER, NOON.plusSeconds(40), "T1003.001"));

    assertThat(card.detected()).isZero();
    assertThat(card.falseIncidents()).containsExactly("i-1");
  }

  @Test
  void countsAnIncidentBeforeTheIntrusionAsFalse() {
    ScoreCard card = score(finding("f-1", VICTIM, NOON.minusSeconds(1_800), "T1003.001"));

    assertThat(card.detected()).isZero();
    assertThat(card.falseIncidents()).containsExactly("i-1");
  }

  @Test
  void undertoneExcusesAnIncidentAndDetectsNothing() {
    ScoreCard card = score(finding("f-1", VICTIM, NOON.plusSeconds(3_000), "T1071.001"));

    assertThat(card.stages()).containsExactly(new Missed(THEFT));
    assertThat(card.falseIncidents()).isEmpty();
  }

  @Test
  void findingInNoIncidentDetectsNothing() {
    Finding finding = finding("f-1", VICTIM, NOON.plusSeconds(40), "T1003.001");

    ScoreCard card = ScoreCard.of(CAMPAIGN, List.of(), List.of(finding));

    assertThat(card.stages()).containsExactly(new Missed(THEFT));
    assertThat(card.incidents()).isZero();
  }

  @Test
  void mergedIncidentsAreNotCounted() {
    Finding finding = finding("f-1", BYSTANDER, NOON, "T1003.001");

    ScoreCard card =
        ScoreCard.of(
            CAMPAIGN, List.of(incident("i-1", Incident.Status.MERGED, finding)), List.of(finding));

    assertThat(card.incidents()).isZero();
    assertThat(card.falseIncidents()).isEmpty();
  }

  @Test
  void earliestFindingGivesTheTimeToDetect() {
    Finding late = finding("f-late", VICTIM, NOON.plusSeconds(90), "T1003");
    Finding early = finding("f-early", VICTIM, NOON.plusSeconds(20), "T1003");

    ScoreCard card =
        ScoreCard.of(
            CAMPAIGN,
            List.of(
                incident("i-1", Incident.Status.OPEN, late),
                incident("i-2", Incident.Status.OPEN, early)),
            List.of(late, early));

    assertThat(card.stages())
        .containsExactly(new Detected(THEFT, "i-2", "f-early", Duration.ofSeconds(20)));
  }
}
