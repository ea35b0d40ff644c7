package io.testudo.ports.json;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Identity;
import io.testudo.vocabulary.entity.Involvement;
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
import io.testudo.vocabulary.incident.Incident.Status;
import io.testudo.vocabulary.incident.Member;
import io.testudo.vocabulary.incident.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Facts of every kind with values of every sort. */
final class RandomFacts {

  private static final String[] PIECES = {
    "",
    "a",
    "Host-7",
    " ",
    "\"",
    "\\",
    "/",
    "\n\t\r",
    "\0",
    "\u0001",
    "\u007f",
    "é",
    "\u2028",
    "\ud83d\udee1",
    "\ufffd",
    "\uffff",
    "{\"v\":1}",
    "x".repeat(300),
    "null",
    "-0"
  };

  private final RandomGenerator random;

  RandomFacts(RandomGenerator random) {
    this.random = random;
  }

  /** One of each kind. */
  List<Fact> all() {
    return List.of(
        new Fact.FindingRaised(finding()),
        new Fact.FindingRepeated(name(), 2 + (random.nextLong() >>> 2), time()),
        new Fact.IncidentChanged(incident()),
        new Fact.IncidentAcknowledged(name(), text(), time()),
        new Fact.VerdictGiven(name(), any(Verdict.values()), text(), text(), time()),
        new Fact.IdentityLearned(identity()),
        new Fact.RuleMatched(
            name(),
            many(0, () -> new Fact.RuleMatched.NamedValue(text(), text())),
            many(0, this::involvement),
            new Evidence(new Origin(text(), text(), number()), time(), text(), text())),
        new Fact.ItemRead(text(), text(), number(), number(), number(), time()),
        new Fact.ActionTaken(
            text(), text(), text(), any(Fact.ActionTaken.Outcome.values()), time(), text()));
  }

  private Identity identity() {
    Instant one = time();
    Instant other = time();
    return new Identity(
        new Entity(Entity.Kind.ADDRESS, name()),
        new Entity(any(Entity.Kind.values()), name()),
        any(Identity.Source.values()),
        one.isBefore(other) ? one : other,
        one.isBefore(other) ? other : one,
        text());
  }

  Finding finding() {
    Instant one = time();
    Instant other = time();
    return new Finding(
        name(),
        new Detector(any(Detector.Kind.values()), name(), text()),
        text(),
        any(Severity.values()),
        new Confidence(random.nextDouble(), any(Confidence.Basis.values())),
        one.isBefore(other) ? one : other,
        one.isBefore(other) ? other : one,
        many(1, this::involvement),
        many(0, this::technique),
        many(0, () -> any(Tactic.values())),
        many(1, this::reason),
        many(0, () -> new Evidence(new Origin(text(), text(), number()), time(), text(), text())),
        many(0, this::text));
  }

  Incident incident() {
    Status status = any(Status.values());
    Instant one = time();
    Instant other = time();
    return new Incident(
        name(),
        1 + random.nextInt(1000),
        status,
        status == Status.MERGED ? name() : "",
        text(),
        any(Severity.values()),
        random.nextInt(4) == 0 ? 100 : random.nextDouble(100),
        one.isBefore(other) ? one : other,
        one.isBefore(other) ? other : one,
        many(1, this::involvement),
        many(0, this::technique),
        many(0, () -> any(Tactic.values())),
        many(1, () -> new Member(name(), text())),
        many(1, this::reason));
  }

  private Involvement involvement() {
    return new Involvement(
        new Entity(any(Entity.Kind.values()), name()), any(Involvement.Role.values()));
  }

  private Technique technique() {
    String id = String.format(Locale.ROOT, "T%04d", random.nextInt(10_000));
    return new Technique(
        switch (random.nextInt(3)) {
          case 0 -> id;
          case 1 -> id + String.format(Locale.ROOT, ".%03d", random.nextInt(1000));
          default -> "AML." + id;
        });
  }

  private Reason reason() {
    return new Reason(text(), text(), text());
  }

  private Instant time() {
    return switch (random.nextInt(8)) {
      case 0 -> Instant.EPOCH;
      case 1 -> Instant.ofEpochSecond(random.nextLong(-60_000_000_000L, 250_000_000_000L));
      default ->
          Instant.ofEpochSecond(
              random.nextLong(1_700_000_000, 1_900_000_000), random.nextInt(1_000_000_000));
    };
  }

  private long number() {
    return random.nextLong() >>> random.nextInt(64);
  }

  private String name() {
    return "n" + random.nextInt(1_000_000) + text();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int pieces = random.nextInt(5); pieces > 0; pieces--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private <T> List<T> many(int least, Supplier<T> one) {
    return Stream.generate(one).limit(least + random.nextInt(4)).toList();
  }
}
