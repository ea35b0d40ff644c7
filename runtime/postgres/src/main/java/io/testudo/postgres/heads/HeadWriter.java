package io.testudo.postgres.heads;

import io.testudo.ports.UnavailableException;
import io.testudo.postgres.EventLogSettings;
import io.testudo.postgres.connection.Database;
import io.testudo.postgres.table.SignedSize;
import io.testudo.transparency.CheckpointSigner;
import io.testudo.transparency.MerkleFrontier;
import io.testudo.transparency.TreeHead;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs what was committed, in a thread of its own: at most one head in each interval, sooner after
 * many facts, and a last one at the end. A head is written after the commit that it covers, so that
 * the file is never ahead of the database.
 */
public final class HeadWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HeadWriter.class);
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
  private static final Duration END_WITHIN = Duration.ofSeconds(30);

  private final CheckpointSigner signer;
  private final HeadsFile file;
  private final Database database;
  private final InstantSource clock;
  private final EventLogSettings settings;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable MerkleFrontier committed;
  private long signedSize;
  private boolean closing;

  public HeadWriter(
      CheckpointSigner signer,
      HeadsFile file,
      Database database,
      InstantSource clock,
      EventLogSettings settings) {
    this.signer = signer;
    this.file = file;
    this.database = database;
    this.clock = clock;
    this.settings = settings;
    this.thread = Thread.ofPlatform().daemon().name("event-log-heads").unstarted(this::run);
  }

  /** Starts; heads up to this size are in the file already. */
  public void start(long alreadySigned) {
    signedSize = alreadySigned;
    thread.start();
  }

  /** Tells of a commit. */
  public void committed(MerkleFrontier frontier) {
    lock.lock();
    try {
      if (committed == null || frontier.size() > committed.size()) {
        committed = frontier;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    MerkleFrontier next = next();
    while (next != null) {
      try {
        sign(next);
      } catch (IOException | UnavailableException | IllegalStateException e) {
        LOG.warn("A head of the event log cannot be signed: {}", e.getMessage());
      }
      pause();
      next = next();
    }
  }

  private void sign(MerkleFrontier frontier) throws IOException {
    file.append(signer.sign(TreeHead.of(frontier, clock.instant())));
    lock.lock();
    try {
      signedSize = frontier.size();
    } finally {
      lock.unlock();
    }
    database.ask(
        "the size of a signed head",
        connection -> {
          SignedSize.write(connection, signer.verifier(), frontier.size());
          return frontier;
        });
  }

  /** What is to be signed next, once there is something; null at the end. */
  private @Nullable MerkleFrontier next() {
    lock.lock();
    try {
      while (unsigned() == 0 && !closing) {
        changed.awaitNanos(LOOK_AGAIN.toNanos());
      }
      return unsigned() == 0 ? null : committed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      lock.unlock();
    }
  }

  private long unsigned() {
    return committed == null ? 0 : Math.max(0, committed.size() - signedSize);
  }

  private void pause() {
    long nanos = settings.headEvery().toNanos();
    lock.lock();
    try {
      while (nanos > 0 && !closing && unsigned() < settings.headAfterFacts()) {
        nanos = changed.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Signs the rest and ends. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      if (!thread.join(END_WITHIN)) {
        LOG.warn("The last head of the event log is not signed in time.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
