package io.testudo.app.house;

import io.testudo.memory.MemoryIdentities;
import io.testudo.ports.EventLog;
import io.testudo.ports.SealedFact;
import io.testudo.ports.UnavailableException;
import io.testudo.triage.Triage;
import io.testudo.triage.TriageConfig;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.incident.Incident;
import io.testudo.vocabulary.incident.Member;
import java.nio.ByteBuffer;
import java.time.Duration;
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
 *
 * <p>When a commit fails, what triage holds in memory is ahead of the store, so it is thrown away
 * and restored from there.
 */
final class TriageReader implements Runnable, AutoCloseable {

  static final String NAME = "triage";

  private static final Logger LOG = LoggerFactory.getLogger(TriageReader.class);
  private static final int BATCH = 500;
  private static final int MOST_REPEATS = 10_000;
  private static final int MOST_IDENTITIES = 50_000;
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final EventLog log;
  private final IncidentShelf shelf;
  private final TriageConfig config;
  private final Thread thread;
  private volatile boolean stopping;
  private MemoryIdentities identities;
  private Triage triage;
  private long offset;

  TriageReader(EventLog log, IncidentShelf shelf, TriageConfig config) {
    this.log = log;
    this.shelf = shelf;
    this.config = config;
    this.identities = new MemoryIdentities();
    this.triage = new Triage(config, identities);
    this.thread = Thread.ofPlatform().name("triage").unstarted(this);
  }

  void start() {
    restore();
    thread.start();
  }

  private void restore() {
    byte[] position = log.checkpoint(NAME);
    offset = position == null ? 0 : ByteBuffer.wrap(position).getLong();
    TreeMap<Long, Finding> findings = new TreeMap<>();
    List<Incident> open = new ArrayList<>();
    for (Incident incident : shelf.allOpen()) {
      TreeMap<Long, Finding> members = members(incident);
      if (members.size() == incident.members().size()) {
        open.add(incident);
        findings.putAll(members);
      }
    }
    addRecent(findings);
    identities = restoredIdentities();
    triage = new Triage(config, identities);
    triage.restore(open, List.copyOf(findings.values()), repeats());
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
  private void addRecent(TreeMap<Long, Finding> findings) {
    Instant newest = Instant.MIN;
    long before = offset + 1;
    for (int seen = 0; seen < config.mostFindings(); seen += BATCH) {
      List<SealedFact> page = log.latest(Fact.FindingRaised.class, before, BATCH);
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

  private MemoryIdentities restoredIdentities() {
    MemoryIdentities restored = new MemoryIdentities();
    log.latest(Fact.IdentityLearned.class, offset + 1, MOST_IDENTITIES).reversed().stream()
        .map(SealedFact::fact)
        .filter(Fact.IdentityLearned.class::isInstance)
        .forEach(fact -> restored.learn(((Fact.IdentityLearned) fact).identity()));
    return restored;
  }

  private List<Fact.FindingRepeated> repeats() {
    return log.latest(Fact.FindingRepeated.class, offset + 1, MOST_REPEATS).stream()
        .map(SealedFact::fact)
        .filter(Fact.FindingRepeated.class::isInstance)
        .map(Fact.FindingRepeated.class::cast)
        .toList();
  }

  /** Whether everything that the log held at this moment has been considered. */
  boolean isLevel() {
    byte[] position = log.checkpoint(NAME);
    return (position == null ? 0 : ByteBuffer.wrap(position).getLong()) >= log.size();
  }

  @Override
  public void run() {
    while (!stopping) {
      try {
        if (log.awaitBeyond(offset, WAIT)) {
          // Asked for first: a fact that comes meanwhile is not passed over with forgotten ones.
          long size = log.size();
          List<SealedFact> batch = log.read(offset, BATCH);
          consume(batch, batch.isEmpty() ? size : batch.getLast().sequence());
        }
      } catch (InterruptedException e) {
        return;
      } catch (UnavailableException e) {
        LOG.warn("Triage waits for the event log: {}", e.getMessage());
        recover();
      } catch (RuntimeException e) {
        LOG.error("Triage failed; it starts again from what the log holds.", e);
        recover();
      }
    }
  }

  private void recover() {
    while (!stopping) {
      try {
        Thread.sleep(RETRY);
        restore();
        return;
      } catch (RuntimeException e) {
        LOG.warn("Triage still cannot go on: {}", e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void consume(List<SealedFact> batch, long end) {
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
          transaction.checkpoint(NAME, ByteBuffer.allocate(Long.BYTES).putLong(end).array());
        });
    offset = end;
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
      case Fact.ItemRead read -> List.of();
      case Fact.ActionTaken action -> List.of();
    };
  }

  @Override
  public void close() {
    stopping = true;
    try {
      // A platform whose web server did not start is closed before its readers began.
      if (thread.getState() != Thread.State.NEW) {
        thread.join(Duration.ofSeconds(10));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
