package io.testudo.app.web.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Entity.Kind;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.incident.Incident;
import io.testudo.vocabulary.incident.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EntityGraphTest {

  private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

  private final List<Finding> findings = new ArrayList<>();

  private void found(String title, Involvement... involved) {
    Detector detector = new Detector(Detector.Kind.STATISTIC, "flow.scan", "1");
    Entity main = involved[0].entity();
    findings.add(
        new Finding(
            Finding.idOf(detector, "edge", main, NOON.plusSeconds(findings.size())),
            detector,
            title,
            Severity.HIGH,
            new Confidence(0.5, Confidence.Basis.COMPUTED),
            NOON,
            NOON,
            List.of(involved),
            List.of(),
            List.of(),
            List.of(new Reason("ports asked", "9", "at most 2")),
            List.of(),
            List.of()));
  }

  private static Involvement part(String address, Role role) {
    return new Involvement(new Entity(Kind.ADDRESS, address), role);
  }

  private JsonNode graph() {
    Incident incident =
        new Incident(
            "i-1",
            1,
            Incident.Status.OPEN,
            "",
            "scan",
            Severity.HIGH,
            50,
            NOON,
            NOON,
            findings.stream().flatMap(finding -> finding.involved().stream()).distinct().toList(),
            List.of(),
            List.of(),
            findings.stream().map(finding -> new Member(finding.id(), "same actor")).toList(),
            List.of());
    return JsonMapper.shared().readTree(EntityGraph.json(incident, findings));
  }

  @Test
  void drawsTheHostsOfAScanAsOneNodeOfEachNetwork() {
    for (int i = 1; i <= 200; i++) {
      found("asked", part("10.0.0.9", Role.ACTOR), part("10.0." + i % 2 + "." + i, Role.TARGET));
    }
    found("took", part("10.0.0.9", Role.ACTOR), part("192.0.2.7", Role.TARGET));

    JsonNode graph = graph();
    assertThat(graph.path("nodes").findValuesAsString("name"))
        .containsExactly(
            "10.0.0.9",
            "100 addresses of 10.0.0.0/24",
            "100 addresses of 10.0.1.0/24",
            "192.0.2.7");
    assertThat(graph.path("edges")).hasSize(3);
    assertThat(graph.path("more").asInt()).isZero();
    assertThat(graph.path("nodes").get(1).path("size").asInt()).isEqualTo(100);
    assertThat(graph.path("nodes").get(1).path("members")).hasSize(8);
  }

  @Test
  void keepsApartWhatPlaysAnotherPart() {
    for (int i = 1; i <= 6; i++) {
      found("asked", part("10.0.0.9", Role.ACTOR), part("10.0.1." + i, Role.TARGET));
    }
    found("took", part("10.0.0.8", Role.ACTOR), part("10.0.1.3", Role.TARGET));

    assertThat(graph().path("nodes").findValuesAsString("name"))
        .contains("10.0.1.3", "5 addresses of 10.0.1.0/24");
  }

  @Test
  void drawsNoMoreThanCanBeReadAndCountsTheRest() {
    for (int i = 1; i <= 150; i++) {
      found("took " + i, part("10.1.0." + i, Role.ACTOR), part("10.2.0." + i, Role.TARGET));
    }
    found("asked", part("10.1.0.200", Role.ACTOR), part("192.0.2.1", Role.INVOLVED));

    JsonNode graph = graph();
    assertThat(graph.path("nodes")).hasSize(EntityGraph.MOST_NODES);
    assertThat(graph.path("more").asInt()).isEqualTo(302 - EntityGraph.MOST_NODES);
    assertThat(graph.path("nodes").findValuesAsString("role"))
        .contains("actor", "target", "involved");
    Set<String> ids = new HashSet<>(graph.path("nodes").findValuesAsString("id"));
    assertThat(ids).containsAll(graph.path("edges").findValuesAsString("from"));
    assertThat(ids).containsAll(graph.path("edges").findValuesAsString("to"));
  }
}
