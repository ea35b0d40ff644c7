package io.testudo.postgres;

import io.testudo.ports.EventLog;
import io.testudo.ports.FactProof;
import io.testudo.ports.LogVerification;
import io.testudo.ports.SealedFact;
import io.testudo.ports.UnavailableException;
import io.testudo.transparency.CheckpointSigner;
import io.testudo.transparency.CheckpointVerifier;
import io.testudo.transparency.MerkleFrontier;
import io.testudo.transparency.MerkleTree;
import io.testudo.transparency.TreeHead;
import io.testudo.vocabulary.fact.Fact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event log in a PostgreSQL database.
 *
 * <p>A transaction locks the one row that holds the log's size and the tree's right edge, runs its
 * effects, writes, and commits; so all writers, of this process and of others, go one after the
 * other. If the database is lost in the moment of a commit, the database itself is asked afterwards
 * whether the transaction counts: effects are never applied twice.
 *
 * <h2>Security guarantees</h2>
 *
 * Signed heads of the tree lie in a file outside of the database. Whoever changes, removes or cuts
 * entries in the database is found by {@link #verify}, back to the last signed head, unless he has
 * the signing key as well. What he could read in the database is not hidden from him. A forgotten
 * fact cannot be guessed from its leaf.
 *
 * <p>Safe for use by many threads.
 */
public final class PostgresEventLog implements EventLog {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresEventLog.class);
  private static final Duration VACUUM_WITHIN = Duration.ofHours(1);

  private final Path folder;
  private final EventLogSettings settings;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Database database;
  private final Growth growth = new Growth();
  private final ReentrantLock writing = new ReentrantLock(true);

  private @Nullable Signing signing;

  /** What is open between start and close. */
  private record Signing(CheckpointVerifier verifier, HeadsFile heads, HeadWriter writer) {}

  /**
   * @param address the database
   * @param folder where the signing key and the signed heads lie
   * @param settings how the database is used
   * @param clock when facts are sealed
   * @param random salts of the tree; a {@link java.security.SecureRandom} outside of tests
   */
  public PostgresEventLog(
      DatabaseAddress address,
      Path folder,
      EventLogSettings settings,
      InstantSource clock,
      RandomGenerator random) {
    this.folder = folder;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.database = new Database(address, settings);
  }

  /**
   * Brings the schema to this release's version and opens the key and the heads.
   *
   * @throws IllegalArgumentException if a later release wrote the schema, or the key is missing
   * @throws UnavailableException if the database does not answer
   */
  public void start() {
    if (signing != null) {
      throw new IllegalStateException("an event log is started once");
    }
    StoredHead stored =
        database.ask(
            "its schema",
            connection -> {
              Migrations.run(connection, settings.schema());
              StoredHead.prepare(connection);
              connection.commit();
              return StoredHead.read(connection);
            });
    growth.reached(stored.frontier().size());
    try {
      Files.createDirectories(folder);
      CheckpointSigner signer = LogKey.in(folder, random);
      HeadsFile heads = HeadsFile.in(folder);
      long signed = Audit.lastSigned(heads, signer.verifier());
      if (signed > stored.frontier().size()) {
        LOG.error(
            "The event log holds {} facts, but {} were signed: entries are missing at its end.",
            stored.frontier().size(),
            signed);
      }
      HeadWriter writer = new HeadWriter(signer, heads, database, clock, settings);
      writer.start(Math.min(signed, stored.frontier().size()));
      signing = new Signing(signer.verifier(), heads, writer);
    } catch (IOException e) {
      throw new UnavailableException("The event log's key and heads in " + folder, e);
    }
  }

  /** The key by which anyone can check the signed heads. */
  public CheckpointVerifier verifier() {
    return open().verifier();
  }

  private Signing open() {
    if (signing == null) {
      throw new IllegalStateException("the event log must be started first");
    }
    return signing;
  }

  @Override
  public void commit(Effects effects) {
    Signing open = open();
    if (writing.isHeldByCurrentThread()) {
      throw new IllegalStateException("effects of a commit must not commit themselves");
    }
    lockForWriting();
    try {
      MerkleFrontier frontier = commitOnce(effects);
      growth.reached(frontier.size());
      open.writer().committed(frontier);
    } finally {
      writing.unlock();
    }
  }

  private void lockForWriting() {
    try {
      if (!writing.tryLock(settings.patience().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new UnavailableException(
            "The event log is busy with other commits",
            new TimeoutException("no turn within " + settings.patience()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("The wait for a commit's turn was ended", e);
    }
  }

  /** Tries until the effects have been committed, once. */
  private MerkleFrontier commitOnce(Effects effects) {
    Database.Attempts attempts = database.attempts("a commit");
    while (true) {
      Attempt attempt = new Attempt();
      try {
        return attempt.run(effects);
      } catch (SqlFailed e) {
        attempts.failed(e.failure());
      } catch (SQLException e) {
        MerkleFrontier sent = attempt.sent;
        if (sent != null && wasCommitted(attempt.transaction)) {
          return sent;
        }
        attempts.failed(e);
      }
    }
  }

  private boolean wasCommitted(long transaction) {
    return database.ask(
        "the outcome of a commit", connection -> StoredHead.wasCommitted(connection, transaction));
  }

  /** One try of a commit. */
  private final class Attempt {

    private long transaction;

    /** The tree's right edge after the commit, once the database was told to commit. */
    private @Nullable MerkleFrontier sent;

    MerkleFrontier run(Effects effects) throws SQLException {
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

  @Override
  public List<SealedFact> read(long after, int limit) {
    requirePositive(limit);
    return database.ask("facts", connection -> FactTable.after(connection, after, limit));
  }

  @Override
  public List<SealedFact> latest(Class<? extends Fact> kind, long before, int limit) {
    requirePositive(limit);
    return database.ask("facts", connection -> FactTable.before(connection, kind, before, limit));
  }

  @Override
  public @Nullable SealedFact find(String factId) {
    List<SealedFact> found =
        database.ask("a fact", connection -> FactTable.withId(connection, factId));
    return found.isEmpty() ? null : found.getFirst();
  }

  @Override
  public long size() {
    return database.ask("its size", StoredHead::size);
  }

  @Override
  public boolean awaitBeyond(long after, Duration atMost) throws InterruptedException {
    return growth.awaitBeyond(after, atMost, this::size);
  }

  @Override
  public @Nullable Document document(String shelf, String key) {
    List<Document> found =
        database.ask("a document", connection -> DocumentTable.find(connection, shelf, key));
    return found.isEmpty() ? null : found.getFirst();
  }

  @Override
  public List<Document> documents(String shelf, int skip, int limit) {
    requirePositive(limit);
    if (skip < 0) {
      throw new IllegalArgumentException("skip (" + skip + ") must not be negative");
    }
    return database.ask(
        "documents", connection -> DocumentTable.page(connection, shelf, skip, limit));
  }

  @Override
  public long countDocuments(String shelf) {
    return database.ask("documents", connection -> DocumentTable.count(connection, shelf));
  }

  @Override
  public byte @Nullable [] checkpoint(String reader) {
    List<byte[]> found =
        database.ask("a checkpoint", connection -> DocumentTable.checkpoint(connection, reader));
    return found.isEmpty() ? null : found.getFirst();
  }

  @Override
  public TreeHead head() {
    return database.ask(
        "its head",
        connection -> TreeHead.of(StoredHead.read(connection).frontier(), clock.instant()));
  }

  @Override
  public @Nullable FactProof prove(long sequence) {
    List<FactProof> proofs =
        database.ask("a proof", connection -> prove(snapshot(connection), sequence));
    return proofs.isEmpty() ? null : proofs.getFirst();
  }

  private List<FactProof> prove(Connection connection, long sequence) throws SQLException {
    TreeHead head = TreeHead.of(StoredHead.read(connection).frontier(), clock.instant());
    if (sequence < 1 || sequence > head.size()) {
      return List.of();
    }
    FactTable.SealAndSalt sealed = FactTable.seal(connection, sequence);
    if (sealed == null) {
      throw new IllegalStateException("fact " + sequence + " must be in the log\nMaybe verify it.");
    }
    return List.of(
        new FactProof(
            sealed.seal(),
            sealed.salt(),
            MerkleTree.inclusionProof(new StoredTree(connection), sequence - 1, head.size()),
            head));
  }

  @Override
  public LogVerification verify() {
    Signing open = open();
    return database.ask(
        "a verification",
        connection -> {
          // First the heads, then the facts: what is signed meanwhile is not missed here.
          long headsBytes = headsLength(open.heads());
          Audit audit = new Audit(snapshot(connection), open.verifier(), headsBytes);
          return audit.run(open.heads(), clock.instant());
        });
  }

  private static long headsLength(HeadsFile heads) {
    try {
      return heads.length();
    } catch (IOException e) {
      throw new UnavailableException("The event log's signed heads", e);
    }
  }

  /** The connection in a transaction that sees one state of the database and changes nothing. */
  private static Connection snapshot(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    return connection;
  }

  @Override
  public long forget(Instant before) {
    long forgotten = 0;
    long some = forgetSome(before);
    while (some > 0) {
      forgotten += some;
      some = forgetSome(before);
    }
    if (forgotten > 0) {
      database.ask("the space of forgotten facts", PostgresEventLog::vacuum);
    }
    return forgotten;
  }

  private long forgetSome(Instant before) {
    return database.ask("facts to forget", connection -> FactTable.forgetSome(connection, before));
  }

  /** Lets the database write over what was deleted. */
  private static boolean vacuum(Connection connection) throws SQLException {
    int usual = connection.getNetworkTimeout();
    connection.setNetworkTimeout(Runnable::run, (int) VACUUM_WITHIN.toMillis());
    try (Statement statement = connection.createStatement()) {
      return statement.execute("vacuum fact");
    } finally {
      connection.setNetworkTimeout(Runnable::run, usual);
    }
  }

  private static void requirePositive(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit (" + limit + ") must be positive");
    }
  }

  /** Signs a last head and lets the database go. Closing twice does nothing more. */
  @Override
  public void close() {
    Signing last = signing;
    signing = null;
    if (last != null) {
      last.writer().close();
      try {
        last.heads().close();
      } catch (IOException e) {
        LOG.warn("The file of signed heads is not closed: {}", e.getMessage());
      }
    }
    database.close();
  }
}
