package io.testudo.postgres.commit;

import io.testudo.ports.EventLog.Effects;
import io.testudo.ports.UnavailableException;
import io.testudo.postgres.connection.Database;
import io.testudo.postgres.connection.SqlFailed;
import io.testudo.postgres.table.StoredHead;
import io.testudo.transparency.MerkleFrontier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one way into the log. A transaction locks the row that holds the log's size and the tree's
 * right edge, runs its effects, writes, and commits; so all writers, of this process and of others,
 * go one after the other.
 *
 * <p>If the database is lost, the whole is tried again. If it is lost in the moment of the commit,
 * the database itself is asked afterwards whether the transaction counts: effects are never applied
 * twice.
 */
public final class Commits {

  private final Duration patience;
  private final InstantSource clock;
  private final RandomGenerator random;

  /** Keeps those who wait out of the pool of connections. */
  private final ReentrantLock turn = new ReentrantLock(true);

  public Commits(Duration patience, InstantSource clock, RandomGenerator random) {
    this.patience = patience;
    this.clock = clock;
    this.random = random;
  }

  /** Commits once and returns the tree's right edge after it. */
  public MerkleFrontier commit(Effects effects, Database database) {
    if (turn.isHeldByCurrentThread()) {
      throw new IllegalStateException("effects of a commit must not commit themselves");
    }
    awaitTurn();
    try {
      return untilCommitted(effects, database);
    } finally {
      turn.unlock();
    }
  }

  private void awaitTurn() {
    try {
      if (!turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new UnavailableException(
            "The event log is busy with other commits",
            new TimeoutException("no turn within " + patience));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("The wait for a commit's turn was ended", e);
    }
  }

  private MerkleFrontier untilCommitted(Effects effects, Database database) {
    Database.Attempts attempts = database.attempts("a commit");
    while (true) {
      Attempt attempt = new Attempt();
      try {
        return attempt.run(effects, database);
      } catch (SqlFailed e) {
        attempts.failed(e.failure());
      } catch (SQLException e) {
        MerkleFrontier sent = attempt.sent;
        if (sent != null && wasCommitted(attempt.transaction, database)) {
          return sent;
        }
        attempts.failed(e);
      }
    }
  }

  private static boolean wasCommitted(long transaction, Database database) {
    return database.ask(
        "the outcome of a commit", connection -> StoredHead.wasCommitted(connection, transaction));
  }

  private final class Attempt {

    private long transaction;

    /** The tree's right edge after the commit, once the database was told to commit. */
    private @Nullable MerkleFrontier sent;

    MerkleFrontier run(Effects effects, Database database) throws SQLException {
      try (Connection connection = database.connect()) {
        connection.setAutoCommit(false);
        StoredHead head = StoredHead.lock(connection);
        transaction = head.transaction();
        Draft draft = new Draft(connection);
        try {
          effects.apply(draft);
        } finally {
          draft.end();
        }
        MerkleFrontier frontier = draft.write(head.frontier(), clock.instant(), random);
        sent = frontier;
        connection.commit();
        return frontier;
      }
    }
  }
}
