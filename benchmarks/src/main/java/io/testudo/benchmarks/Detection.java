package io.testudo.benchmarks;

import io.testudo.intrusion.Correlations;
import io.testudo.intrusion.Intrusion;
import io.testudo.intrusion.IntrusionConfig;
import io.testudo.intrusion.Rules;
import io.testudo.memory.MemoryIdentities;
import io.testudo.telemetry.ParkedRecord;
import io.testudo.telemetry.SourceReader;
import io.testudo.telemetry.TelemetryConfig;
import io.testudo.telemetry.TelemetrySink;
import io.testudo.triage.Triage;
import io.testudo.triage.TriageConfig;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.incident.Incident;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The way from bytes to incidents, in one process without a database. */
final class Detection implements TelemetrySink {

  /** Gives bytes to a reader. */
  interface Input {
    void readWith(SourceReader reader) throws IOException;
  }

  private final Rules rules;
  private final MemoryIdentities identities = new MemoryIdentities();
  private final Triage triage = new Triage(TriageConfig.defaults(), identities);
  private final Map<String, Incident> latest = new LinkedHashMap<>();
  private final Map<String, Finding> findings = new LinkedHashMap<>();
  private final List<ParkedRecord> parked = new ArrayList<>();
  private final Map<Long, Fact.RuleMatched> matches = new HashMap<>();
  private final Correlations correlations;
  private Intrusion intrusion;
  private long events;

  Detection(Rules rules) {
    this.rules = rules;
    this.intrusion = new Intrusion("none", IntrusionConfig.defaults(), rules);
    this.correlations = new Correlations(rules, IntrusionConfig.defaults(), matches::get);
  }

  /** Reads one source from its beginning to its end. */
  void read(String source, Input input) {
    intrusion = new Intrusion(source, IntrusionConfig.defaults(), rules);
    SourceReader reader =
        new SourceReader(source, TelemetryConfig.DEFAULT, this, java.time.InstantSource.system());
    try {
      input.readWith(reader);
      reader.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    intrusion.finish(this::take);
    correlations.finish(this::take);
  }

  @Override
  public void event(Event event) {
    events++;
    intrusion.observe(event, this::take);
  }

  @Override
  public void parked(ParkedRecord record) {
    if (parked.size() < 100) {
      parked.add(record);
    }
  }

  @Override
  public void consumed(String item, long record) {}

  private void take(Fact fact) {
    List<Incident> changed =
        switch (fact) {
          case Fact.FindingRaised raised -> {
            findings.put(raised.finding().id(), raised.finding());
            yield triage.consider(raised.finding());
          }
          case Fact.IdentityLearned learned -> {
            identities.learn(learned.identity());
            yield triage.learned(learned.identity());
          }
          case Fact.RuleMatched matched -> {
            matches.put((long) matches.size(), matched);
            correlations.consider(matched, matches.size() - 1, Instant.EPOCH, this::take);
            yield List.of();
          }
          case Fact.FindingRepeated repeated -> triage.repeat(repeated);
          default -> throw new IllegalStateException("detection tells of findings alone");
        };
    changed.forEach(incident -> latest.put(incident.id(), incident));
  }

  /** The incidents as they stand, most urgent first. */
  List<Incident> incidents() {
    return latest.values().stream()
        .filter(incident -> incident.status() != Incident.Status.MERGED)
        .sorted(Comparator.comparingDouble(Incident::score).reversed())
        .toList();
  }

  /** All findings by identifier, in the order in which they were raised. */
  Map<String, Finding> findings() {
    return findings;
  }

  long events() {
    return events;
  }

  List<ParkedRecord> parked() {
    return parked;
  }
}
