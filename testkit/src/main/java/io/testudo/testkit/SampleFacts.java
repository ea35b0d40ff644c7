package io.testudo.testkit;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.fact.Fact.ActionTaken;
import io.testudo.vocabulary.fact.Fact.FindingRaised;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Evidence;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Facts that follow from a number: the same number gives the same fact. */
public final class SampleFacts {

  private static final Instant EPOCH = Instant.parse("2026-03-01T08:00:00Z");

  private SampleFacts() {}

  /** The action of this number. */
  public static Fact action(long number) {
    return new ActionTaken(
        "ana",
        "acknowledge",
        "incident " + number,
        ActionTaken.Outcome.DONE,
        EPOCH.plusSeconds(number),
        "n" + number);
  }

  /** The actions of {@code count} numbers from {@code first} on. */
  public static List<Fact> actions(long first, int count) {
    return IntStream.range(0, count).mapToObj(i -> action(first + i)).toList();
  }

  /** The finding of this number, about 1,000 bytes as JSON. */
  public static Fact finding(long number) {
    Instant time = EPOCH.plusMillis(number);
    Detector detector = new Detector(Detector.Kind.STATISTIC, "port-scan", "1");
    Entity host =
        new Entity(Entity.Kind.ADDRESS, "10.0." + (number >> 8) % 256 + "." + number % 256);
    return new FindingRaised(
        new Finding(
            Finding.idOf(detector, "edge", host, time),
            detector,
            "One host asked many ports of another",
            Severity.MEDIUM,
            new Confidence(0.75, Confidence.Basis.COMPUTED),
            time.minusSeconds(60),
            time,
            List.of(new Involvement(host, Involvement.Role.ACTOR)),
            List.of(new Technique("T1046")),
            List.of(Tactic.DISCOVERY),
            List.of(new Reason("distinct ports asked in 60 s", "412", "at most 20")),
            List.of(
                new Evidence(
                    new Origin("edge", "conn.log", number),
                    time,
                    "10.0.0.5 asked port 445 of 10.0.0.9",
                    "{\"proto\":\"tcp\",\"state\":\"REJ\",\"note\":\"" + "x".repeat(180) + "\"}")),
            List.of("whether the host is an approved scanner")));
  }
}
