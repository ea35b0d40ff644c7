package io.testudo.app.house;

import io.testudo.intrusion.Correlations;
import io.testudo.intrusion.IntrusionConfig;
import io.testudo.intrusion.Rules;
import io.testudo.ports.EventLog;
import io.testudo.ports.SealedFact;
import io.testudo.ports.UnavailableException;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.fact.Fact.RuleMatched;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from the log the matches that all sources state, and raises what correlations find over
 * them; findings and the reader's place are committed together.
 *
 * <p>What correlations remember is stored nowhere else: it follows from the matches, which are read
 * again at the start, as far back as they may still matter. When a match came is when the log
 * sealed it, counted in time in which the platform ran.
 */
final class CorrelationReader implements FactLoop.Reader {

  static final String NAME = "correlations";

  private static final Logger LOG = LoggerFactory.getLogger(CorrelationReader.class);
  private static final int PAGE = 500;

  /** After so many facts the place is committed although nothing was found. */
  private static final int MOST_UNCOMMITTED = 10_000;

  private final EventLog log;
  private final Rules rules;
  private final IntrusionConfig config;
  private final InstantSource clock;
  private Correlations correlations;
  private RunningTime time = new RunningTime();
  private long committed;
  private volatile Correlations.Counts counts = Correlations.Counts.NONE;

  CorrelationReader(EventLog log, Rules rules, IntrusionConfig config, InstantSource clock) {
    this.log = log;
    this.rules = rules;
    this.config = config;
    this.clock = clock;
    this.correlations = new Correlations(rules, config, this::match);
  }

  private @Nullable RuleMatched match(long sequence) {
    List<SealedFact> found = log.read(sequence - 1, 1);
    return !found.isEmpty()
            && found.getFirst().sequence() == sequence
            && found.getFirst().fact() instanceof RuleMatched match
        ? match
        : null;
  }

  /** How correlating fares since the start. */
  Correlations.Counts counts() {
    return counts;
  }

  @Override
  public long restore() {
    correlations = new Correlations(rules, config, this::match);
    time = new RunningTime();
    byte[] position = log.checkpoint(NAME);
    if (position == null) {
      // Before the first start with correlations no source stated a match.
      commit(List.of(), log.size());
    } else {
      committed = FactLoop.sequence(position);
      recall();
    }
    counts = correlations.counts();
    return committed;
  }

  /** Has the matches again that may still matter, which were taken in before. */
  private void recall() {
    Deque<Long> pageEnds = new ArrayDeque<>();
    Duration age = Duration.ZERO;
    Instant later = Instant.MIN;
    long before = committed + 1;
    int read = 0;
    while (read < correlations.mostMatches() && age.compareTo(correlations.reach()) <= 0) {
      List<SealedFact> page = log.latest(RuleMatched.class, before, PAGE);
      if (page.isEmpty()) {
        break;
      }
      pageEnds.push(before);
      for (SealedFact sealed : page) {
        age = age.plus(RunningTime.between(sealed.sealedAt(), later));
        later = sealed.sealedAt();
      }
      read += page.size();
      before = page.getLast().sequence();
    }
    for (long end : pageEnds) {
      for (SealedFact sealed : log.latest(RuleMatched.class, end, PAGE).reversed()) {
        if (sealed.fact() instanceof RuleMatched match) {
          correlations.recall(match, sealed.sequence(), time.at(sealed.sealedAt()));
        }
      }
    }
  }

  @Override
  public void consume(List<SealedFact> batch, long end) {
    List<Fact> found = new ArrayList<>();
    for (SealedFact sealed : batch) {
      if (sealed.fact() instanceof RuleMatched match) {
        consider(match, sealed, found);
      }
    }
    if (!batch.isEmpty()) {
      correlations.settle(time.at(batch.getLast().sealedAt()), found::add);
    }
    if (!found.isEmpty() || end - committed > MOST_UNCOMMITTED) {
      commit(found, end);
    }
    counts = correlations.counts();
  }

  private void consider(RuleMatched match, SealedFact sealed, List<Fact> found) {
    try {
      correlations.consider(match, sealed.sequence(), time.at(sealed.sealedAt()), found::add);
    } catch (UnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("Correlating failed on fact {}; it is passed over.", sealed.sequence(), e);
    }
  }

  @Override
  public void idle(long end) {
    List<Fact> found = new ArrayList<>();
    correlations.settle(time.at(clock.instant()), found::add);
    if (!found.isEmpty()) {
      commit(found, end);
    }
    counts = correlations.counts();
  }

  private void commit(List<Fact> found, long end) {
    log.commit(
        transaction -> {
          transaction.appendAll(found);
          transaction.checkpoint(NAME, FactLoop.position(end));
        });
    committed = end;
  }
}
