package io.testudo.triage;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Findings for tests. */
final class Findings {

  static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  private Findings() {}

  /**
   * A finding.
   *
   * @param roles for instance {@code "actor address:10.0.0.1", "target host:web01"}
   */
  static Finding of(
      String detector,
      int minute,
      Severity severity,
      double confidence,
      Tactic tactic,
      String... roles) {
    List<Involvement> involved = new ArrayList<>();
    for (String role : roles) {
      int space = role.indexOf(' ');
      involved.add(
          new Involvement(
              Entity.parse(role.substring(space + 1)),
              Role.valueOf(role.substring(0, space).toUpperCase(java.util.Locale.ROOT))));
    }
    Instant time = START.plusSeconds(60L * minute);
    Detector by = new Detector(Detector.Kind.STATISTIC, detector, "1");
    return new Finding(
        Finding.idOf(by, "test", involved.getFirst().entity(), time),
        by,
        detector + " by " + involved.getFirst().entity().name(),
        severity,
        new Confidence(confidence, Confidence.Basis.COMPUTED),
        time,
        time.plusSeconds(10),
        involved,
        List.of(),
        List.of(tactic),
        List.of(new Reason("what", "seen", "expected")),
        List.of(),
        List.of());
  }

  static Finding medium(String detector, int minute, String... roles) {
    return of(detector, minute, Severity.MEDIUM, 0.8, Tactic.DISCOVERY, roles);
  }
}
