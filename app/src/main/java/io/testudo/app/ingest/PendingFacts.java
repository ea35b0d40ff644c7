package io.testudo.app.ingest;

import io.testudo.ports.EventLog;
import io.testudo.ports.UnavailableException;
import io.testudo.vocabulary.fact.Fact;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The facts that a source gave and that are not committed yet. While the store fails, a commit
 * waits and tries again: reading must not run ahead of it. Not thread-safe.
 */
final class PendingFacts {

  private static final Logger LOG = LoggerFactory.getLogger(PendingFacts.class);
  private static final Duration FLUSH_EVERY = Duration.ofMillis(500);
  private static final int MOST = 256;
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LAST_RETRY = Duration.ofSeconds(20);

  private final String source;
  private final EventLog log;
  private final SourceMeter meter;
  private final InstantSource clock;
  private final BooleanSupplier stopping;
  private final List<Fact> facts = new ArrayList<>();
  private Instant lastCommit;

  PendingFacts(
      String source,
      EventLog log,
      SourceMeter meter,
      InstantSource clock,
      BooleanSupplier stopping) {
    this.source = source;
    this.log = log;
    this.meter = meter;
    this.clock = clock;
    this.stopping = stopping;
    this.lastCommit = clock.instant();
  }

  void add(Fact fact) {
    facts.add(fact);
  }

  boolean isEmpty() {
    return facts.isEmpty();
  }

  /** Whether there are so many that they should be committed now. */
  boolean areMany() {
    return facts.size() >= MOST;
  }

  /** Whether there are many, or some that have waited long enough. */
  boolean areDue(Instant now) {
    return areMany() || (!facts.isEmpty() && !now.isBefore(lastCommit.plus(FLUSH_EVERY)));
  }

  /**
   * Commits them all, together with these effects.
   *
   * @throws SourceSession.Stopped if the store fails while the source is being stopped
   */
  void commit(EventLog.Effects together) {
    Duration wait = FIRST_RETRY;
    while (true) {
      try {
        log.commit(
            transaction -> {
              transaction.appendAll(facts);
              together.apply(transaction);
            });
        meter.findings((int) facts.stream().filter(Fact.FindingRaised.class::isInstance).count());
        facts.clear();
        lastCommit = clock.instant();
        return;
      } catch (UnavailableException e) {
        meter.failed(String.valueOf(e.getMessage()));
        LOG.warn("Source {} waits for the event log: {}", source, e.getMessage());
        if (stopping.getAsBoolean()) {
          throw new SourceSession.Stopped();
        }
        pause(wait);
        wait = wait.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : wait.multipliedBy(2);
      }
    }
  }

  private static void pause(Duration wait) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceSession.Stopped();
    }
  }
}
