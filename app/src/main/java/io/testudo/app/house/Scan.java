package io.testudo.app.house;

import io.testudo.app.ingest.LeftOut;
import io.testudo.intrusion.Correlations;
import io.testudo.intrusion.Intrusion;
import io.testudo.intrusion.IntrusionConfig;
import io.testudo.intrusion.Rules;
import io.testudo.memory.MemoryEventLog;
import io.testudo.memory.MemoryIdentities;
import io.testudo.ports.SealedFact;
import io.testudo.telemetry.ParkedRecord;
import io.testudo.telemetry.SourceReader;
import io.testudo.telemetry.SourceStatistics;
import io.testudo.telemetry.TelemetryConfig;
import io.testudo.telemetry.TelemetrySink;
import io.testudo.telemetry.capture.Packet;
import io.testudo.telemetry.netflow.FlowExportCounts;
import io.testudo.triage.Triage;
import io.testudo.triage.TriageConfig;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.finding.Evidence;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.incident.Incident;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/**
 * One reading of finite telemetry from beginning to end, kept in memory: events, findings,
 * incidents. Memory is bounded whatever the input: beyond {@value #FULL_FINDINGS} findings evidence
 * is cut short, beyond {@value #MOST_FINDINGS} findings are counted and not kept. Correlations take
 * all files together, whatever is read first; of their matches the last {@value #MOST_MATCHES} are
 * kept as evidence.
 */
public final class Scan implements TelemetrySink, AutoCloseable {

  private static final String SOURCE = "scan";
  private static final int FULL_FINDINGS = 2_000;
  private static final int MOST_FINDINGS = 40_000;
  private static final int MOST_MATCHES = 10_000;
  private static final int SHORT_EVIDENCE = 600;

  /** When every match comes: what is read in one go is not too far apart for correlations. */
  private static final Instant CAME = Instant.EPOCH;

  private static final int MOST_PARKED = 200;
  private static final int PROGRESS_EVERY = 4096;

  private final MemoryEventLog log;
  private final SourceReader reader;
  private final Intrusion intrusion;
  private final Correlations correlations;
  private final LinkedHashMap<Long, Fact.RuleMatched> matches = new LinkedHashMap<>();
  private final Consumer<Event> events;
  private final ObjLongConsumer<String> progress;
  private final List<ParkedRecord> parked = new ArrayList<>();
  private long findings;
  private long repetitions;
  private long consumed;

  /**
   * @param telemetry how bytes are read
   * @param rules the rules to match
   * @param detection what the detectors are told of the site
   * @param clock seals facts
   * @param events also gets every event
   * @param progress told now and then which item is being read and how many records were
   */
  public Scan(
      TelemetryConfig telemetry,
      Rules rules,
      IntrusionConfig detection,
      InstantSource clock,
      Consumer<Event> events,
      ObjLongConsumer<String> progress) {
    this.log = new MemoryEventLog(clock, new SecureRandom());
    this.reader = new SourceReader(SOURCE, telemetry, this, clock);
    this.intrusion = new Intrusion(SOURCE, detection, rules);
    this.correlations = new Correlations(rules, detection, matches::get);
    this.events = events;
    this.progress = progress;
  }

  /** Reads a file or a folder. */
  public void read(Path path) throws IOException {
    reader.read(path);
  }

  /** Reads a stream to its end. */
  public void read(String name, InputStream bytes) throws IOException {
    reader.read(name, bytes);
  }

  /** Ends the reading: open flows and windows are closed, findings are merged to incidents. */
  public Result finish() {
    reader.finish();
    intrusion.finish(this::keep);
    correlations.finish(this::keep);
    Map<String, Finding> raised = new LinkedHashMap<>();
    MemoryIdentities identities = new MemoryIdentities();
    List<Fact.FindingRepeated> repeated = new ArrayList<>();
    long at = 0;
    for (List<SealedFact> page = log.read(at, 1000); !page.isEmpty(); page = log.read(at, 1000)) {
      for (SealedFact sealed : page) {
        switch (sealed.fact()) {
          case Fact.FindingRaised fact -> raised.put(fact.id(), fact.finding());
          case Fact.FindingRepeated fact -> repeated.add(fact);
          case Fact.IncidentChanged fact -> {}
          case Fact.IncidentAcknowledged fact -> {}
          case Fact.VerdictGiven fact -> {}
          case Fact.IdentityLearned fact -> identities.learn(fact.identity());
          case Fact.RuleMatched fact -> {}
          case Fact.ItemRead fact -> {}
          case Fact.ActionTaken fact -> {}
        }
      }
      at = page.getLast().sequence();
    }
    return new Result(
        incidents(raised, repeated, identities),
        raised,
        findings,
        reader.statistics(),
        reader.exporters(),
        List.copyOf(parked),
        correlations.counts(),
        LeftOut.of(intrusion.counts(), reader.flows(), reader.conversations()));
  }

  private static List<Incident> incidents(
      Map<String, Finding> raised,
      List<Fact.FindingRepeated> repeated,
      MemoryIdentities identities) {
    Triage triage = new Triage(TriageConfig.defaults(), identities);
    Map<String, Incident> incidents = new LinkedHashMap<>();
    Consumer<List<Incident>> keep =
        changed -> changed.forEach(incident -> incidents.put(incident.id(), incident));
    raised.values().stream()
        .sorted(Comparator.comparing(Finding::first).thenComparing(Finding::id))
        .forEach(finding -> keep.accept(triage.consider(finding)));
    repeated.forEach(fact -> keep.accept(triage.repeat(fact)));
    return incidents.values().stream()
        .filter(incident -> incident.status() != Incident.Status.MERGED)
        .sorted(Comparator.comparingDouble(Incident::score).reversed().thenComparing(Incident::id))
        .toList();
  }

  @Override
  public void event(Event event) {
    events.accept(event);
    intrusion.observe(event, this::keep);
  }

  @Override
  public void packet(Packet packet) {
    intrusion.observe(packet, this::keep);
  }

  private void keep(Fact fact) {
    Fact kept = fact;
    if (fact instanceof Fact.RuleMatched match) {
      correlate(match);
      return;
    }
    if (fact instanceof Fact.FindingRaised raised) {
      findings++;
      if (findings > MOST_FINDINGS) {
        return;
      }
      if (findings > FULL_FINDINGS) {
        kept = new Fact.FindingRaised(shortened(raised.finding()));
      }
    } else if (++repetitions > MOST_FINDINGS) {
      return;
    }
    Fact appended = kept;
    log.commit(transaction -> transaction.append(appended));
  }

  private void correlate(Fact.RuleMatched match) {
    long number = correlations.counts().considered();
    matches.put(number, match);
    if (matches.size() > MOST_MATCHES) {
      matches.pollFirstEntry();
    }
    correlations.consider(match, number, CAME, this::keep);
  }

  private static Finding shortened(Finding finding) {
    List<Evidence> evidence =
        finding.evidence().stream()
            .limit(1)
            .map(
                piece ->
                    new Evidence(
                        piece.origin(),
                        piece.time(),
                        piece.summary(),
                        piece.raw().length() <= SHORT_EVIDENCE
                            ? piece.raw()
                            : piece.raw().substring(0, SHORT_EVIDENCE) + "…"))
            .toList();
    return new Finding(
        finding.id(),
        finding.detector(),
        finding.title(),
        finding.severity(),
        finding.confidence(),
        finding.first(),
        finding.last(),
        finding.involved(),
        finding.techniques(),
        finding.tactics(),
        finding.reasons(),
        evidence,
        finding.unknowns());
  }

  @Override
  public void parked(ParkedRecord record) {
    if (parked.size() < MOST_PARKED) {
      parked.add(record);
    }
  }

  @Override
  public void consumed(String item, long record) {
    if (++consumed % PROGRESS_EVERY == 0) {
      progress.accept(item, consumed);
    }
  }

  @Override
  public void close() {
    log.close();
  }

  /**
   * What a scan gave.
   *
   * @param incidents the most urgent first
   * @param findings by id, those of incidents and those that stand alone; bounded
   * @param findingCount how many there were, those not kept included
   * @param statistics what was read
   * @param exporters what exporters of flows sent
   * @param parked the first records that were set aside
   * @param correlations how correlating fared
   * @param leftOut what could not be done with what was read
   */
  public record Result(
      List<Incident> incidents,
      Map<String, Finding> findings,
      long findingCount,
      SourceStatistics statistics,
      FlowExportCounts exporters,
      List<ParkedRecord> parked,
      Correlations.Counts correlations,
      LeftOut leftOut) {}
}
