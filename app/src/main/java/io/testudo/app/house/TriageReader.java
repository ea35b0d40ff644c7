package io.testudo.app.house;

import io.testudo.memory.MemoryIdentities;
import io.testudo.ports.EventLog;
import io.testudo.ports.SealedFact;
import io.testudo.triage.Triage;
import io.testudo.triage.TriageConfig;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.incident.Incident;
import io.testudo.vocabulary.incident.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads findings and verdicts from the log and keeps the incidents: each batch's changes, the
 * documents that show them and the reader's place are committed together. Of an incident that
 * changed several times within a batch the last revision alone is stated.
 */
final class TriageReader implements FactLoop.Reader {

  static final String NAME = "triage";

  private static final Logger LOG = LoggerFactory.getLogger(TriageReader.class);
  private static final int PAGE = 500;
  private static final int MOST_REPEATS = 10_000;
  private static final int MOST_IDENTITIES = 50_000;

  private final EventLog log;
  private final IncidentShelf shelf;
  private final TriageConfig config;
  private MemoryIdentities identities;
  private Triage triage;

  TriageReader(EventLog log, IncidentShelf shelf, TriageConfig config) {
    this.log = log;
    this.shelf = shelf;
    this.config = config;
    this.identities = new MemoryIdentities();
    this.triage = new Triage(config, identities);
  }

  @Override
  public long restore() {
    long offset = FactLoop.sequence(log.checkpoint(NAME));
    TreeMap<Long, Finding> findings = new TreeMap<>();
    List<Incident> open = new ArrayList<>();
    for (Incident incident : shelf.allOpen()) {
      TreeMap<Long, Finding> members = members(incident);
      if (members.size() == incident.members().size()) {
        open.add(incident);
        findings.putAll(members);
      }
    }
    addRecent(findings, offset);
    identities = restoredIdentities(offset);
    triage = new Triage(config, identities);
    triage.restore(open, List.copyOf(findings.values()), repeats(offset));
    return offset;
  }

  /** Those members of the incident that retention has left, by sequence. */
  private TreeMap<Long, Finding> members(Incident incident) {
    TreeMap<Long, Finding> members = new TreeMap<>();
    for (Member member : incident.members()) {
      SealedFact sealed = log.find(member.findingId());
      if (sealed != null && sealed.fact() instanceof Fact.FindingRaised raised) {
        members.put(sealed.sequence(), raised.finding());
      }
    }
    return members;
  }

  /** Adds what triage had considered of the last two windows, which may still be joined. */
  private void addRecent(TreeMap<Long, Finding> findings, long offset) {
    Instant newest = Instant.MIN;
    long before = offset + 1;
    for (int seen = 0; seen < config.mostFindings(); seen += PAGE) {
      List<SealedFact> page = log.latest(Fact.FindingRaised.class, before, PAGE);
      boolean anyRecent = false;
      for (SealedFact sealed : page) {
        if (sealed.fact() instanceof Fact.FindingRaised raised) {
          Finding finding = raised.finding();
          newest = finding.last().isAfter(newest) ? finding.last() : newest;
          if (!finding.last().isBefore(newest.minus(config.window().multipliedBy(2)))) {
            findings.put(sealed.sequence(), finding);
            anyRecent = true;
          }
        }
      }
      if (!anyRecent) {
        return;
      }
      before = page.getLast().sequence();
    }
  }

  private MemoryIdentities restoredIdentities(long offset) {
    MemoryIdentities restored = new MemoryIdentities();
    log.latest(Fact.IdentityLearned.class, offset + 1, MOST_IDENTITIES).reversed().stream()
        .map(SealedFact::fact)
        .filter(Fact.IdentityLearned.class::isInstance)
        .forEach(fact -> restored.learn(((Fact.IdentityLearned) fact).identity()));
    return restored;
  }

  private List<Fact.FindingRepeated> repeats(long offset) {
    return log.latest(Fact.FindingRepeated.class, offset + 1, MOST_REPEATS).stream()
        .map(SealedFact::fact)
        .filter(Fact.FindingRepeated.class::isInstance)
        .map(Fact.FindingRepeated.class::cast)
        .toList();
  }

  @Override
  public void idle(long end) {}

  @Override
  public void consume(List<SealedFact> batch, long end) {
    List<Incident> revisions = new ArrayList<>();
    for (SealedFact sealed : batch) {
      try {
        revisions.addAll(consider(sealed.fact()));
      } catch (RuntimeException e) {
        LOG.error(
            "Triage failed on fact {} ({}); it is passed over.",
            sealed.sequence(),
            sealed.fact().id(),
            e);
      }
    }
    Map<String, Incident> latest = new LinkedHashMap<>();
    revisions.forEach(incident -> latest.put(incident.id(), incident));
    log.commit(
        transaction -> {
          transaction.appendAll(latest.values().stream().map(Fact.IncidentChanged::new).toList());
          latest.values().forEach(incident -> transaction.put(IncidentShelf.document(incident)));
          transaction.checkpoint(NAME, FactLoop.position(end));
        });
  }

  private List<Incident> consider(Fact fact) {
    return switch (fact) {
      case Fact.FindingRaised raised -> triage.consider(raised.finding());
      case Fact.FindingRepeated repeated -> triage.repeat(repeated);
      case Fact.IncidentAcknowledged acknowledged -> triage.acknowledge(acknowledged);
      case Fact.VerdictGiven verdict -> triage.judge(verdict);
      case Fact.IncidentChanged changed -> List.of();
      case Fact.IdentityLearned learned -> {
        identities.learn(learned.identity());
        yield triage.learned(learned.identity());
      }
      case Fact.RuleMatched matched -> List.of();
      case Fact.ItemRead read -> List.of();
      case Fact.ActionTaken action -> List.of();
    };
  }
}
