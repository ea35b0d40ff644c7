package io.testudo.triage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.testudo.ports.Identities;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Identity;
import io.testudo.vocabulary.fact.Fact.FindingRepeated;
import io.testudo.vocabulary.fact.Fact.IncidentAcknowledged;
import io.testudo.vocabulary.fact.Fact.VerdictGiven;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.incident.Incident;
import io.testudo.vocabulary.incident.Incident.Status;
import io.testudo.vocabulary.incident.Member;
import io.testudo.vocabulary.incident.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TriageTest {

  private static final long SEED = Long.getLong("seed", 20260302L);

  private final Triage triage = new Triage(TriageConfig.defaults(), Identities.NONE);

  @Test
  void aMediumFindingOpensAnIncidentAndALowOneWaits() {
    Finding medium = Findings.medium("scan", 0, "actor address:10.0.0.7");
    Finding low =
        Findings.of("retry", 1, Severity.LOW, 0.9, Tactic.CREDENTIAL_ACCESS, "actor host:files");

    assertThat(triage.consider(medium)).hasSize(1);
    assertThat(triage.consider(low)).isEmpty();
  }

  @Test
  void mergesFindingsOfOneAttackerWithinTheWindowAndSaysWhy() {
    triage.consider(Findings.medium("scan", 0, "actor address:10.0.0.7"));
    List<Incident> changed =
        triage.consider(
            Findings.medium("guess", 30, "actor address:10.0.0.7", "target host:web01"));

    assertThat(changed).hasSize(1);
    Incident incident = changed.getFirst();
    assertThat(incident.revision()).isEqualTo(2);
    assertThat(incident.members()).hasSize(2);
    assertThat(incident.members().getLast().reason())
        .contains("10.0.0.7 acts in both")
        .contains("29 min apart");
  }

  @Test
  void doesNotMergeAcrossTheWindow() {
    triage.consider(Findings.medium("scan", 0, "actor address:10.0.0.7"));
    List<Incident> changed =
        triage.consider(Findings.medium("guess", 125, "actor address:10.0.0.7"));

    assertThat(changed).hasSize(1);
    assertThat(changed.getFirst().members()).hasSize(1);
  }

  @Test
  void followsAnAttackerFromATargetThatActsAfterwards() {
    triage.consider(guess());
    List<Incident> changed =
        triage.consider(Findings.medium("move", 40, "actor host:web01", "target host:files"));

    assertThat(changed.getFirst().members()).hasSize(2);
    assertThat(changed.getFirst().members().getLast().reason())
        .contains("host web01 was a target there and acts afterwards");
  }

  private static Finding guess() {
    return Findings.of(
        "guess",
        0,
        Severity.MEDIUM,
        0.8,
        Tactic.CREDENTIAL_ACCESS,
        "actor address:203.0.113.9",
        "target host:web01");
  }

  @Test
  void mergesWhatOneMachineDidUnderTwoNamesOnceItIsLearned() {
    List<Incident> changed = underTwoNames(Identity.Source.MACHINE_LOGON);

    assertThat(changed).hasSize(2);
    assertThat(changed.getFirst().members()).hasSize(2);
    assertThat(changed.getFirst().members().toString())
        .contains("wks-0021 had 10.1.2.3 from 08:10, says a log-on of the machine's account");
    assertThat(changed.getLast().status()).isEqualTo(Status.MERGED);
  }

  @Test
  void aNameThatAnybodyCanSayMergesNothingAlone() {
    assertThat(underTwoNames(Identity.Source.LEASE)).isEmpty();
  }

  private static List<Incident> underTwoNames(Identity.Source source) {
    Identity identity =
        new Identity(
            Entity.parse("address:10.1.2.3"),
            Entity.parse("host:wks-0021"),
            source,
            Findings.START.plusSeconds(600),
            Findings.START.plusSeconds(7200),
            "");
    List<Identity> known = new ArrayList<>();
    Triage triage =
        new Triage(
            TriageConfig.defaults(),
            (entity, time) -> known.stream().filter(each -> each.isOf(entity)).toList());
    triage.consider(Findings.medium("scan", 12, "actor address:10.1.2.3"));
    triage.consider(Findings.medium("dump", 20, "actor host:wks-0021"));
    known.add(identity);
    return triage.learned(identity);
  }

  @Test
  void whoWasOnlyScannedIsNotTakenOver() {
    triage.consider(Findings.medium("scan", 0, "actor address:10.0.0.7", "target host:web01"));
    List<Incident> changed =
        triage.consider(Findings.medium("move", 40, "actor host:web01", "target host:files"));

    assertThat(changed.getFirst().members()).hasSize(1);
  }

  @Test
  void anUnsureMoveCountsAsMuchAsWhatTheSameMachineDidBefore() {
    Finding move =
        Findings.of(
            "first-log-on",
            30,
            Severity.LOW,
            0.1,
            Tactic.LATERAL_MOVEMENT,
            "actor host:web01",
            "target host:files");
    Finding then = Findings.medium("upload", 50, "actor host:files", "target address:198.51.100.9");
    triage.consider(then);
    assertThat(triage.consider(move)).isEmpty();

    triage.consider(guess());
    List<Incident> changed = triage.consider(Findings.medium("beacon", 20, "actor host:web01"));

    assertThat(changed.getFirst().members()).hasSize(4);
    assertThat(changed.getFirst().members().toString()).contains("had done worse before");
  }

  @Test
  void aServerThatIsEverybodysTargetGluesNothing() {
    triage.consider(Findings.medium("a", 0, "actor host:ws1", "target host:dc01"));
    List<Incident> changed =
        triage.consider(Findings.medium("b", 5, "actor host:ws2", "target host:dc01"));

    assertThat(changed.getFirst().members()).hasSize(1);
  }

  @Test
  void aSweepDoesNotTieTogetherAllThatItTouched() {
    triage.consider(
        Findings.medium(
            "scan",
            0,
            "actor host:scanner",
            "target host:a",
            "target host:b",
            "target host:c",
            "target host:d"));
    List<Incident> changed = triage.consider(Findings.medium("x", 5, "actor host:b"));

    assertThat(changed.getFirst().members()).hasSize(1);
  }

  @Test
  void aFindingThatBridgesTwoIncidentsMergesThem() {
    Incident one = triage.consider(Findings.medium("a", 0, "actor host:ws1")).getFirst();
    Incident two = triage.consider(Findings.medium("b", 5, "actor host:ws2")).getFirst();

    List<Incident> changed =
        triage.consider(Findings.medium("c", 10, "actor host:ws1", "actor host:ws2"));

    assertThat(changed).hasSize(2);
    assertThat(changed.getFirst().id()).isEqualTo(one.id());
    assertThat(changed.getFirst().members()).hasSize(3);
    assertThat(changed.getLast().id()).isEqualTo(two.id());
    assertThat(changed.getLast().status()).isEqualTo(Status.MERGED);
    assertThat(changed.getLast().mergedInto()).isEqualTo(one.id());
  }

  @Test
  void lowFindingsThatAddUpBecomeAnIncident() {
    List<Incident> changed = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      changed.addAll(
          triage.consider(
              Findings.of(
                  "low" + i, i, Severity.LOW, 0.9, Tactic.values()[4 + i], "actor host:ws1")));
    }

    assertThat(changed).hasSize(1);
    assertThat(changed.getFirst().members()).hasSize(3);
  }

  @Test
  void contextAddsNothingToWhetherAnIncidentOpens() {
    triage.consider(
        Findings.of("tool", 0, Severity.MEDIUM, 0.45, Tactic.LATERAL_MOVEMENT, "actor host:ws1"));

    assertThat(
            triage.consider(
                Findings.of("upload", 9, Severity.LOW, 0.4, Tactic.EXFILTRATION, "actor host:ws1")))
        .isEmpty();
  }

  @Test
  void severalViewsOfOneStepCountOnce() {
    Incident one =
        triage.consider(Findings.medium("a", 0, "actor host:ws1", "target host:files")).getFirst();
    Incident two =
        triage.consider(Findings.medium("b", 1, "actor host:ws1", "target host:files")).getFirst();

    assertThat(two.members()).hasSize(2);
    assertThat(two.score()).isEqualTo(one.score());
  }

  @Test
  void aWeakFindingDoesNotCarryOverToWhatItsTargetDoesLater() {
    triage.consider(
        Findings.of(
            "retry",
            0,
            Severity.LOW,
            0.2,
            Tactic.CREDENTIAL_ACCESS,
            "actor host:erp",
            "target host:files"));
    List<Incident> changed = triage.consider(Findings.medium("upload", 30, "actor host:files"));

    assertThat(changed.getFirst().members()).hasSize(1);
  }

  @Test
  void aCampaignScoresHigherThanManyFindingsOfOneKind() {
    Triage flooded = new Triage(TriageConfig.defaults(), Identities.NONE);
    Incident flood = null;
    for (int i = 0; i < 60; i++) {
      List<Incident> changed = flooded.consider(Findings.medium("scan", i, "actor host:ws1"));
      flood = changed.isEmpty() ? flood : changed.getLast();
    }
    Tactic[] steps = {
      Tactic.INITIAL_ACCESS, Tactic.CREDENTIAL_ACCESS, Tactic.LATERAL_MOVEMENT, Tactic.EXFILTRATION
    };
    Incident campaign = null;
    for (int i = 0; i < steps.length; i++) {
      campaign =
          triage
              .consider(
                  Findings.of("step" + i, i, Severity.MEDIUM, 0.8, steps[i], "actor host:ws1"))
              .getLast();
    }

    assertThat(flood).isNotNull();
    assertThat(campaign).isNotNull();
    assertThat(campaign.score()).isGreaterThan(flood.score() + 20);
    assertThat(campaign.title())
        .isEqualTo("step0 by ws1, then credential access, lateral movement and exfiltration");
  }

  @Test
  void theSameFindingAgainChangesNothing() {
    Finding finding = Findings.medium("scan", 0, "actor address:10.0.0.7");
    triage.consider(finding);

    assertThat(triage.consider(finding)).isEmpty();
  }

  @Test
  void repetitionRaisesTheScoreALittle() {
    Finding finding = Findings.medium("scan", 0, "actor address:10.0.0.7");
    Incident before = triage.consider(finding).getFirst();

    List<Incident> after = triage.repeat(new FindingRepeated(finding.id(), 500, finding.last()));

    assertThat(after).hasSize(1);
    assertThat(after.getFirst().score())
        .isGreaterThan(before.score())
        .isLessThan(before.score() + 5);
  }

  @Test
  void aVerdictClosesTheIncidentAndWhatFollowsOpensAnother() {
    Finding finding = Findings.medium("scan", 0, "actor address:10.0.0.7");
    Incident incident = triage.consider(finding).getFirst();
    triage.acknowledge(new IncidentAcknowledged(incident.id(), "ann", Findings.START));

    Incident closed =
        triage
            .judge(
                new VerdictGiven(
                    incident.id(), Verdict.BENIGN, "ann", "our scanner", Findings.START))
            .getFirst();
    Incident next =
        triage.consider(Findings.medium("guess", 9, "actor address:10.0.0.7")).getFirst();

    assertThat(closed.status()).isEqualTo(Status.CLOSED);
    assertThat(closed.revision()).isEqualTo(3);
    assertThat(next.id()).isNotEqualTo(closed.id());
    assertThat(next.members()).hasSize(1);
  }

  @Test
  void oneForgedTimeDoesNotMakeEverythingForgotten() {
    triage.consider(Findings.medium("scan", 0, "actor address:10.0.0.7"));
    triage.consider(Findings.medium("forged", 50_000_000, "actor address:10.9.9.9"));

    Incident grown =
        triage.consider(Findings.medium("guess", 10, "actor address:10.0.0.7")).getFirst();

    assertThat(grown.members()).hasSize(2);
  }

  @Test
  void findingsOutOfEveryWindowAreForgotten() {
    for (int i = 0; i < 500; i++) {
      triage.consider(Findings.medium("scan" + i, i * 10, "actor host:h" + i));
    }

    assertThat(triage.remembered()).isLessThan(40);
    assertThat(triage.forgottenEarly()).isZero();
  }

  @Test
  void missingMembersAreRefusedAtRestart() {
    Incident incident =
        triage.consider(Findings.medium("scan", 0, "actor address:10.0.0.7")).getFirst();

    assertThatThrownBy(
            () ->
                new Triage(TriageConfig.defaults(), Identities.NONE)
                    .restore(List.of(incident), List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must hold every member");
  }

  /** Findings of less than two windows among a dozen machines, no machine touched by a crowd. */
  private static List<Finding> random(Random chance, int count) {
    List<Finding> findings = new ArrayList<>();
    Tactic[] tactics = Tactic.values();
    Severity[] severities = Severity.values();
    for (int i = 0; i < count; i++) {
      int actor = chance.nextInt(24);
      findings.add(
          Findings.of(
              "d" + i,
              chance.nextInt(170),
              severities[chance.nextInt(4)],
              chance.nextDouble(),
              tactics[chance.nextInt(tactics.length)],
              "actor host:h" + actor,
              "target host:h" + (actor + 1 + chance.nextInt(2)),
              "involved user:u" + actor % 12));
    }
    return findings;
  }

  private static Set<Set<String>> partition(List<Finding> findings) {
    Triage triage =
        new Triage(new TriageConfig(java.time.Duration.ofMinutes(90), 0, 1000), Identities.NONE);
    TreeMap<String, Incident> latest = new TreeMap<>();
    for (Finding finding : findings) {
      triage.consider(finding).forEach(incident -> latest.put(incident.id(), incident));
    }
    return latest.values().stream()
        .filter(incident -> incident.status() != Status.MERGED)
        .map(
            incident ->
                (Set<String>)
                    incident.members().stream()
                        .map(Member::findingId)
                        .collect(Collectors.toCollection(TreeSet::new)))
        .collect(Collectors.toSet());
  }

  @Test
  void theOrderOfArrivalDoesNotChangeTheGroups() {
    Random chance = new Random(SEED);
    for (int round = 0; round < 60; round++) {
      List<Finding> findings = random(chance, 25);
      Set<Set<String>> expected = partition(findings);
      for (int shuffle = 0; shuffle < 5; shuffle++) {
        List<Finding> other = new ArrayList<>(findings);
        Collections.shuffle(other, chance);
        assertThat(partition(other)).as("seed " + SEED + " round " + round).isEqualTo(expected);
      }
    }
  }

  @Test
  void aRestoredTriageBehavesAsTheUndisturbedOne() {
    Random chance = new Random(SEED);
    for (int round = 0; round < 40; round++) {
      List<Finding> findings = random(chance, 40);
      int cut = chance.nextInt(findings.size());
      Triage whole = new Triage(TriageConfig.defaults(), Identities.NONE);
      TreeMap<String, Incident> stated = new TreeMap<>();
      List<FindingRepeated> repeats = new ArrayList<>();
      for (Finding finding : findings.subList(0, cut)) {
        whole.consider(finding).forEach(incident -> stated.put(incident.id(), incident));
        if (chance.nextInt(4) == 0) {
          FindingRepeated repeated =
              new FindingRepeated(finding.id(), 2 + chance.nextInt(50), finding.last());
          repeats.add(repeated);
          whole.repeat(repeated).forEach(incident -> stated.put(incident.id(), incident));
        }
      }
      Triage restored = new Triage(TriageConfig.defaults(), Identities.NONE);
      restored.restore(
          stated.values().stream().filter(i -> i.status() == Status.OPEN).toList(),
          findings.subList(0, cut),
          repeats);
      for (Finding finding : findings.subList(cut, findings.size())) {
        assertThat(told(restored.consider(finding)))
            .as("seed " + SEED + " round " + round)
            .isEqualTo(told(whole.consider(finding)));
      }
    }
  }

  /** What a revision says, but for the order of members that never had an incident before. */
  private static List<String> told(List<Incident> incidents) {
    return incidents.stream()
        .map(
            i ->
                i.id()
                    + " "
                    + i.revision()
                    + " "
                    + i.status()
                    + " "
                    + i.mergedInto()
                    + " "
                    + i.score()
                    + " "
                    + i.title()
                    + " "
                    + i.members().stream().map(Member::findingId).sorted().toList())
        .toList();
  }
}
