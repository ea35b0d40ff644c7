package io.testudo.app.web.live;

import io.testudo.app.house.House;
import io.testudo.app.ingest.SourceStatus;
import io.testudo.ports.SealedFact;
import io.testudo.ports.UnavailableException;
import io.testudo.vocabulary.fact.Fact;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the event log and the sources, and wakes whoever waits for a change.
 *
 * <p>It holds how often each topic changed and the latest incidents that did, nothing more: a slow
 * listener misses repetitions of a change, never the change. Safe for many threads.
 */
public final class Changes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
  private static final Duration LOOK_AT_SOURCES = Duration.ofSeconds(2);
  private static final int BATCH = 500;
  private static final int MOST_INCIDENTS = 200;

  /**
   * How often each topic has changed.
   *
   * @param incidents incidents
   * @param findings findings raised
   * @param facts facts of any kind
   * @param sources what the sources' figures are
   */
  public record Counts(long incidents, long findings, long facts, long sources) {}

  private final House house;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<IncidentChange> incidents = new ArrayDeque<>();
  private final Thread follower;
  private Counts counts = new Counts(0, 0, 0, 0);
  private long offset;
  private long sourcesSeen;
  private volatile boolean closed;

  public Changes(House house) {
    this.house = house;
    this.follower = Thread.ofVirtual().name("changes").unstarted(this::follow);
  }

  /** Begins to follow, from now on. */
  public void start() {
    offset = house.log().size();
    follower.start();
  }

  private void follow() {
    while (!closed) {
      try {
        if (house.log().awaitBeyond(offset, LOOK_AT_SOURCES)) {
          List<SealedFact> batch = house.log().read(offset, BATCH);
          offset = batch.isEmpty() ? house.log().size() : batch.getLast().sequence();
          take(batch);
        }
        lookAtSources();
      } catch (InterruptedException e) {
        return;
      } catch (UnavailableException e) {
        LOG.warn("Open pages wait for the event log: {}", e.getMessage());
        pause();
      }
    }
  }

  private void pause() {
    lock.lock();
    try {
      long left = LOOK_AT_SOURCES.toNanos();
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  private void take(List<SealedFact> batch) {
    lock.lock();
    try {
      long changedIncidents = counts.incidents();
      long raised = counts.findings();
      for (SealedFact sealed : batch) {
        if (sealed.fact() instanceof Fact.FindingRaised) {
          raised++;
        } else if (sealed.fact() instanceof Fact.IncidentChanged change) {
          changedIncidents++;
          incidents.addLast(new IncidentChange(changedIncidents, change.incident().id()));
          if (incidents.size() > MOST_INCIDENTS) {
            incidents.removeFirst();
          }
        }
      }
      counts =
          new Counts(changedIncidents, raised, counts.facts() + batch.size(), counts.sources());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void lookAtSources() {
    long seen = 17;
    for (SourceStatus source : house.sources().all()) {
      seen = 31 * seen + source.records();
      seen = 31 * seen + source.state().ordinal();
      seen = 31 * seen + Double.hashCode(source.eventsPerSecond());
    }
    lock.lock();
    try {
      if (seen != sourcesSeen) {
        sourcesSeen = seen;
        counts =
            new Counts(counts.incidents(), counts.findings(), counts.facts(), counts.sources() + 1);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** How often each topic has changed since the start. */
  public Counts counts() {
    lock.lock();
    try {
      return counts;
    } finally {
      lock.unlock();
    }
  }

  /** The incidents that changed after this count of their topic, without repetition. */
  List<String> incidentsAfter(long count) {
    lock.lock();
    try {
      return incidents.stream()
          .filter(change -> change.count() > count)
          .map(IncidentChange::id)
          .distinct()
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the counts differ from these, the wait is over or this is closed. */
  void await(Counts seen, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (!closed && left > 0 && counts.equals(seen)) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for this long, or until this is closed. */
  void rest(Duration length) throws InterruptedException {
    lock.lock();
    try {
      long end = System.nanoTime() + length.toNanos();
      long left = length.toNanos();
      while (!closed && left > 0) {
        changed.await(left, TimeUnit.NANOSECONDS);
        left = end - System.nanoTime();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    follower.interrupt();
  }

  private record IncidentChange(long count, String id) {}
}
