package io.testudo.postgres;

import io.testudo.ports.EventLog;
import io.testudo.ports.FactProof;
import io.testudo.ports.LogVerification;
import io.testudo.ports.SealedFact;
import io.testudo.ports.UnavailableException;
import io.testudo.postgres.audit.StoredLog;
import io.testudo.postgres.commit.Commits;
import io.testudo.postgres.connection.Database;
import io.testudo.postgres.heads.HeadWriter;
import io.testudo.postgres.heads.HeadsFile;
import io.testudo.postgres.heads.LogKey;
import io.testudo.postgres.table.DocumentTable;
import io.testudo.postgres.table.FactTable;
import io.testudo.postgres.table.Migrations;
import io.testudo.postgres.table.SignedSize;
import io.testudo.postgres.table.StoredHead;
import io.testudo.postgres.table.StoredTree;
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
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event log in a PostgreSQL database.
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

  private final DatabaseAddress address;
  private final Path folder;
  private final EventLogSettings settings;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Growth growth = new Growth();
  private final Commits commits;

  private volatile @Nullable Open open;

  /** What is there between start and close. */
  private record Open(
      Database database, CheckpointVerifier verifier, HeadsFile heads, HeadWriter writer) {}

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
    this.address = address;
    this.folder = folder;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.commits = new Commits(settings.patience(), clock, random);
  }

  /**
   * Verifies a log that another process may be writing at the same time, from its database and from
   * the public half of its key and its signed heads; changes nothing in any of them.
   *
   * @param address the database
   * @param folder where the key and the signed heads lie
   * @param clock the time of the head that is recomputed
   * @throws IllegalArgumentException if there is no log, or the database does not let the role in
   * @throws UnavailableException if the database does not answer
   */
  public static LogVerification verify(
      DatabaseAddress address, Path folder, EventLogSettings settings, InstantSource clock) {
    try (Database database = new Database(address, settings)) {
      StoredLog stored = new StoredLog(folder, LogKey.publicIn(folder));
      database.enter();
      List<LogVerification.Damage> gone = stored.gone(database, settings.schema());
      return gone.isEmpty() ? stored.verify(database, clock) : new LogVerification.Damaged(gone);
    } catch (IOException e) {
      throw new UnavailableException("The event log's key in " + folder, e);
    }
  }

  /**
   * Brings the schema to this release's version and opens the key and the heads.
   *
   * @throws IllegalArgumentException if a later release wrote the schema, the key is missing, or
   *     the database does not let the role in
   * @throws UnavailableException if the database does not answer
   */
  public synchronized void start() {
    if (open != null) {
      throw new IllegalStateException("an event log is started once");
    }
    Database database = new Database(address, settings);
    try {
      open = open(database);
    } finally {
      if (open == null) {
        database.close();
      }
    }
  }

  private Open open(Database database) {
    database.enter();
    long size = prepare(database).frontier().size();
    growth.reached(size);
    try {
      Files.createDirectories(folder);
      CheckpointSigner signer = LogKey.in(folder, random);
      HeadsFile heads = HeadsFile.in(folder);
      long signed = new StoredLog(folder, signer.verifier()).lastSigned();
      if (signed > size) {
        LOG.error(
            "The event log holds {} facts, but {} were signed: entries are missing at its end.",
            size,
            signed);
      }
      database.ask(
          "the mark of its signed heads",
          connection -> {
            SignedSize.adopt(connection, signer.verifier());
            return signed;
          });
      HeadWriter writer = new HeadWriter(signer, heads, database, clock, settings);
      writer.start(Math.min(signed, size));
      return new Open(database, signer.verifier(), heads, writer);
    } catch (IOException e) {
      throw new UnavailableException("The event log's key and heads in " + folder, e);
    }
  }

  private StoredHead prepare(Database database) {
    return database.ask(
        "its schema",
        connection -> {
          Migrations.run(connection, settings.schema());
          StoredHead.prepare(connection);
          connection.commit();
          return StoredHead.read(connection);
        });
  }

  /** The key by which anyone can check the signed heads. */
  public CheckpointVerifier verifier() {
    return opened().verifier();
  }

  private Open opened() {
    Open now = open;
    if (now == null) {
      throw new IllegalStateException("the event log must be started first");
    }
    return now;
  }

  private Database database() {
    return opened().database();
  }

  @Override
  public void commit(Effects effects) {
    Open now = opened();
    MerkleFrontier frontier = commits.commit(effects, now.database());
    growth.reached(frontier.size());
    now.writer().committed(frontier);
  }

  @Override
  public List<SealedFact> read(long after, int limit) {
    requirePositive(limit);
    return database().ask("facts", connection -> FactTable.after(connection, after, limit));
  }

  @Override
  public List<SealedFact> latest(Class<? extends Fact> kind, long before, int limit) {
    requirePositive(limit);
    return database().ask("facts", connection -> FactTable.before(connection, kind, before, limit));
  }

  @Override
  public @Nullable SealedFact find(String factId) {
    List<SealedFact> found =
        database().ask("a fact", connection -> FactTable.withId(connection, factId));
    return found.isEmpty() ? null : found.getFirst();
  }

  @Override
  public long size() {
    return database().ask("its size", StoredHead::size);
  }

  @Override
  public boolean awaitBeyond(long after, Duration atMost) throws InterruptedException {
    return growth.awaitBeyond(after, atMost, this::size);
  }

  @Override
  public @Nullable Document document(String shelf, String key) {
    List<Document> found =
        database().ask("a document", connection -> DocumentTable.find(connection, shelf, key));
    return found.isEmpty() ? null : found.getFirst();
  }

  @Override
  public List<Document> documents(String shelf, int skip, int limit) {
    requirePositive(limit);
    if (skip < 0) {
      throw new IllegalArgumentException("skip (" + skip + ") must not be negative");
    }
    return database()
        .ask("documents", connection -> DocumentTable.page(connection, shelf, skip, limit));
  }

  @Override
  public long countDocuments(String shelf) {
    return database().ask("documents", connection -> DocumentTable.count(connection, shelf));
  }

  @Override
  public byte @Nullable [] checkpoint(String reader) {
    List<byte[]> found =
        database().ask("a checkpoint", connection -> DocumentTable.checkpoint(connection, reader));
    return found.isEmpty() ? null : found.getFirst();
  }

  @Override
  public TreeHead head() {
    return database()
        .ask(
            "its head",
            connection -> TreeHead.of(StoredHead.read(connection).frontier(), clock.instant()));
  }

  @Override
  public @Nullable FactProof prove(long sequence) {
    List<FactProof> proofs =
        database().ask("a proof", connection -> prove(StoredLog.snapshot(connection), sequence));
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
    return new StoredLog(folder, opened().verifier()).verify(database(), clock);
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
      database().ask("the space of forgotten facts", PostgresEventLog::vacuum);
    }
    return forgotten;
  }

  private long forgetSome(Instant before) {
    return database()
        .ask("facts to forget", connection -> FactTable.forgetSome(connection, before));
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
  public synchronized void close() {
    Open last = open;
    open = null;
    if (last == null) {
      return;
    }
    last.writer().close();
    try {
      last.heads().close();
    } catch (IOException e) {
      LOG.warn("The file of signed heads is not closed: {}", e.getMessage());
    }
    last.database().close();
  }
}
