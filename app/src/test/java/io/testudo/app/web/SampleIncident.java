package io.testudo.app.web;

import io.testudo.app.house.House;
import io.testudo.app.house.IncidentShelf;
import io.testudo.ports.EventLog.Document;
import io.testudo.ports.json.FactJson;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Evidence;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import io.testudo.vocabulary.incident.Incident;
import io.testudo.vocabulary.incident.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An incident with its findings, put into a house's log as triage would. */
public final class SampleIncident {

  private final House house;
  private final String actor;
  private final Instant start;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param actor address of whoever acts
   * @param start when it begins
   */
  public SampleIncident(House house, String actor, Instant start) {
    this.house = house;
    this.actor = actor;
    this.start = start;
  }

  /** Adds a finding {@code seconds} after the start. */
  public SampleIncident with(
      long seconds,
      String title,
      String target,
      Severity severity,
      Tactic tactic,
      String technique) {
    Instant at = start.plusSeconds(seconds);
    Detector detector =
        new Detector(
            seconds % 2 == 0 ? Detector.Kind.STATISTIC : Detector.Kind.SIGMA_RULE,
            title.isEmpty() ? "detector" : title.substring(0, Math.min(12, title.length())),
            "1");
    Entity who = new Entity(Entity.Kind.ADDRESS, actor);
    Entity whom = new Entity(Entity.Kind.HOST, target);
    findings.add(
        new Finding(
            Finding.idOf(detector, "edge", who, at),
            detector,
            title,
            severity,
            new Confidence(0.93, Confidence.Basis.COMPUTED),
            at,
            at.plusSeconds(45),
            List.of(new Involvement(who, Role.ACTOR), new Involvement(whom, Role.TARGET)),
            List.of(new Technique(technique)),
            List.of(tactic),
            List.of(new Reason("distinct ports asked in 60 s", "412", "at most 20")),
            List.of(
                new Evidence(
                    new Origin("edge", "office.pcap", 100 + seconds),
                    at,
                    actor + " asked port 445 of " + target,
                    "{\"proto\":\"tcp\",\"orig\":\"" + actor + "\",\"service\":\"smb\"}")),
            List.of("whether the host is an approved scanner")));
    return this;
  }

  /** Adds this finding. */
  public SampleIncident with(Finding finding) {
    findings.add(finding);
    return this;
  }

  /** The incident at a revision. */
  public Incident at(int revision, String title, double score) {
    return new Incident(
        "i-" + findings.getFirst().id().substring(2),
        revision,
        Incident.Status.OPEN,
        "",
        title,
        findings.stream().map(Finding::severity).reduce(Severity::or).orElseThrow(),
        score,
        findings.getFirst().first(),
        findings.getLast().last(),
        findings.stream().flatMap(finding -> finding.involved().stream()).toList(),
        findings.stream().flatMap(finding -> finding.techniques().stream()).toList(),
        findings.stream().flatMap(finding -> finding.tactics().stream()).toList(),
        findings.stream()
            .map(finding -> new Member(finding.id(), "shares address " + actor + " within 1 h"))
            .toList(),
        List.of(new Reason("worst severity", "high", ""), new Reason("tactics", "3", "")));
  }

  /** Puts findings and incident into the log. */
  public Incident put(int revision, String title, double score) {
    Incident incident = at(revision, title, score);
    house
        .log()
        .commit(
            transaction -> {
              findings.forEach(finding -> transaction.append(new Fact.FindingRaised(finding)));
              transaction.append(new Fact.IncidentChanged(incident));
              transaction.put(
                  new Document(
                      IncidentShelf.SHELF, incident.id(), score, FactJson.write(incident)));
            });
    return incident;
  }
}
