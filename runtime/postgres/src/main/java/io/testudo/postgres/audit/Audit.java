package io.testudo.postgres.audit;

import io.testudo.ports.FactSeal;
import io.testudo.ports.LogVerification;
import io.testudo.ports.LogVerification.Damage;
import io.testudo.ports.LogVerification.Damage.Kind;
import io.testudo.ports.UnavailableException;
import io.testudo.postgres.connection.SqlFailed;
import io.testudo.postgres.heads.HeadsFile;
import io.testudo.postgres.table.FactTable;
import io.testudo.postgres.table.SignedSize;
import io.testudo.postgres.table.StoredHead;
import io.testudo.postgres.table.StoredTree;
import io.testudo.transparency.Checkpoint;
import io.testudo.transparency.CheckpointVerifier;
import io.testudo.transparency.Digest;
import io.testudo.transparency.MerkleFrontier;
import io.testudo.transparency.SaltedDigest;
import io.testudo.transparency.SaltedDigest.Salt;
import io.testudo.transparency.TreeHead;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a whole log: every fact against its leaf, every leaf against the tree, the tree
 * against the stored inner nodes, the stored head and every signed head. Memory does not grow with
 * the log.
 *
 * <p>Where a fact does not fit its leaf, one of both was changed, and which one is told by the next
 * signed head. From the first gap or broken head on the tree cannot be rebuilt, so later heads say
 * nothing more; facts are still compared with their leaves to the end.
 */
final class Audit {

  private static final int MOST_DAMAGES = 100;
  private static final int ROWS_AT_ONCE = 200;

  private final Connection connection;
  private final CheckpointVerifier verifier;
  private final long headsBytes;
  private final List<Damage> damages = new ArrayList<>();

  private MerkleFrontier frontier = MerkleFrontier.empty();
  private long lastSequence;
  private long lastGoodHead;
  private long lastSignedSize;
  private long forgotten;

  /** Whether a fact since the last good head does not fit its leaf. */
  private boolean leafInDoubt;

  /** Whether the tree cannot be rebuilt any more. */
  private boolean treeBroken;

  private @Nullable SignedHead nextHead;

  /**
   * What stands at one place of the file of heads.
   *
   * @param head null if it cannot be read or this log did not sign it
   */
  private record SignedHead(@Nullable TreeHead head, long line, long endsAt) {}

  /**
   * @param connection in a transaction that sees one state
   * @param verifier the key of the log
   * @param headsBytes how much of the file of heads is older than that state
   */
  Audit(Connection connection, CheckpointVerifier verifier, long headsBytes) {
    this.connection = connection;
    this.verifier = verifier;
    this.headsBytes = headsBytes;
  }

  /** The size of the last head of the file with a good signature; 0 if there is none. */
  static long lastSigned(HeadsFile.Reader heads, CheckpointVerifier verifier) throws IOException {
    Checkpoint last = null;
    for (HeadsFile.Entry entry = heads.next(); entry != null; entry = heads.next()) {
      last = entry.head() == null ? last : entry.head();
    }
    return last != null && last.isFrom(verifier) ? last.head().size() : 0;
  }

  /**
   * Verifies.
   *
   * @param heads the file of heads from its beginning
   * @param now the time of the head that is recomputed
   */
  LogVerification run(HeadsFile.Reader heads, Instant now) throws SQLException {
    try (Statement facts = streaming();
        Statement nodes = streaming()) {
      StoredHead stored = StoredHead.read(connection);
      long marked = SignedSize.read(connection, verifier);
      nextHead = next(heads);
      checkHeads(heads);
      checkFacts(
          facts.executeQuery(
              "select sequence, id, id_hash, kind, time, sealed_at, digest, leaf, salt, payload"
                  + " from fact order by sequence"),
          new Nodes(
              nodes.executeQuery(
                  "select level, position, hash from tree_node order by (position + 1) << level,"
                      + " level")),
          heads);
      checkEnd(stored);
      checkRestOfHeads(heads, marked);
    } catch (IOException e) {
      throw new UnavailableException("The event log's signed heads", e);
    }
    damages.sort(Comparator.comparingLong(Damage::sequence));
    return damages.isEmpty()
        ? new LogVerification.Intact(TreeHead.of(frontier, now), forgotten)
        : new LogVerification.Damaged(damages);
  }

  private Statement streaming() throws SQLException {
    Statement statement = connection.createStatement();
    statement.setFetchSize(ROWS_AT_ONCE);
    return statement;
  }

  private void checkFacts(ResultSet rows, Nodes nodes, HeadsFile.Reader heads)
      throws SQLException, IOException {
    while (rows.next()) {
      long sequence = rows.getLong(1);
      if (sequence < 1) {
        report(Kind.HEAD, sequence, "fact " + sequence + " was never sealed");
        continue;
      }
      if (sequence != lastSequence + 1) {
        gap(lastSequence + 1, sequence - 1);
      }
      lastSequence = sequence;
      frontier = frontier.append(checkFact(rows, sequence), nodes::check);
      checkHeads(heads);
    }
    nodes.checkEnd();
  }

  private void gap(long first, long last) {
    treeBroken = true;
    report(
        Kind.REMOVED,
        first,
        first == last
            ? "fact " + first + " is missing"
            : "facts " + first + " to " + last + " are missing");
  }

  /** The leaf of the row, which is compared with all else in the row. */
  private Digest checkFact(ResultSet row, long sequence) throws SQLException {
    byte[] salt = row.getBytes(9);
    byte[] payload = row.getBytes(10);
    forgotten += payload == null ? 1 : 0;
    Digest leaf;
    try {
      leaf = Digest.of(row.getBytes(8));
      Digest digest = Digest.of(row.getBytes(7));
      if (payload != null
          && salt != null
          && !SaltedDigest.of(Salt.of(salt), payload).equals(digest)) {
        changed(sequence, "its content or salt is not what was sealed");
      } else if (!seal(row, sequence, digest).leafHash().equals(leaf)) {
        changed(sequence, "its id, kind, times, digest or leaf is not what was sealed");
      } else if (!Arrays.equals(FactTable.idHash(row.getString(2)), row.getBytes(3))) {
        changed(sequence, "its id is not found by its hash");
      }
    } catch (IllegalArgumentException e) {
      changed(sequence, "a value is not of its form: " + e.getMessage());
      leaf = Digest.sha256();
    }
    return leaf;
  }

  private static FactSeal seal(ResultSet row, long sequence, Digest digest) throws SQLException {
    Instant time = FactTable.instant(row, 5);
    Instant sealedAt = FactTable.instant(row, 6);
    FactSeal seal =
        new FactSeal(sequence, row.getString(2), row.getString(4), time, sealedAt, digest);
    if (!seal.time().equals(time) || !seal.sealedAt().equals(sealedAt)) {
      throw new IllegalArgumentException("a time is out of range");
    }
    return seal;
  }

  private void changed(long sequence, String what) {
    leafInDoubt = true;
    report(Kind.CHANGED, sequence, "fact " + sequence + " was changed: " + what);
  }

  private @Nullable SignedHead next(HeadsFile.Reader heads) throws IOException {
    HeadsFile.Entry entry = heads.next();
    if (entry == null) {
      return null;
    }
    Checkpoint head = entry.head();
    return new SignedHead(
        head != null && head.isFrom(verifier) ? head.head() : null, entry.line(), entry.endsAt());
  }

  /** Compares the tree with all signed heads of its present size. */
  private void checkHeads(HeadsFile.Reader heads) throws IOException {
    while (nextHead != null && nextHead.endsAt() <= headsBytes) {
      TreeHead head = nextHead.head();
      if (head == null) {
        reportBadHead(nextHead);
      } else if (head.size() > lastSequence) {
        return;
      } else if (head.size() < lastSignedSize) {
        report(
            Kind.HEAD,
            head.size(),
            "the signed head at line " + nextHead.line() + " is older than the one before it");
      } else {
        checkRoot(head);
        lastSignedSize = head.size();
      }
      nextHead = next(heads);
    }
  }

  private void reportBadHead(SignedHead head) {
    report(
        Kind.HEAD,
        lastSignedSize,
        "the signed head at line " + head.line() + " was changed or is not this log's");
  }

  private void checkRoot(TreeHead head) {
    if (treeBroken) {
      return;
    }
    if (frontier.root().equals(head.root())) {
      lastGoodHead = head.size();
      leafInDoubt = false;
      return;
    }
    treeBroken = true;
    if (!leafInDoubt) {
      report(
          Kind.HEAD,
          lastGoodHead + 1,
          "facts "
              + (lastGoodHead + 1)
              + " to "
              + head.size()
              + " do not lead to the head signed at "
              + head.time()
              + ": one was changed together with its leaf, or the head was");
    }
  }

  private void checkEnd(StoredHead stored) {
    long size = stored.frontier().size();
    if (lastSequence < size) {
      report(
          Kind.CUT,
          lastSequence + 1,
          "facts " + (lastSequence + 1) + " to " + size + " are missing at the end");
    } else if (lastSequence > size) {
      report(
          Kind.HEAD,
          size + 1,
          "facts "
              + (size + 1)
              + " to "
              + lastSequence
              + " were never sealed: the stored head"
              + " ends at "
              + size);
    } else if (!treeBroken && !leafInDoubt && !stored.frontier().equals(frontier)) {
      report(Kind.HEAD, lastGoodHead + 1, "the stored state of the tree does not fit the facts");
    }
  }

  private void checkRestOfHeads(HeadsFile.Reader heads, long marked) throws IOException {
    long signed = lastSignedSize;
    boolean cut = damages.stream().anyMatch(damage -> damage.kind() == Kind.CUT);
    for (; nextHead != null; nextHead = next(heads)) {
      boolean older = nextHead.endsAt() <= headsBytes;
      TreeHead head = nextHead.head();
      signed = head == null ? signed : Math.max(signed, head.size());
      if (older && head == null) {
        reportBadHead(nextHead);
      } else if (older && !cut) {
        cut = true;
        report(
            Kind.CUT,
            lastSequence + 1,
            "facts from "
                + (lastSequence + 1)
                + " on are missing at the end: a head of "
                + signed
                + " facts was signed");
      }
    }
    if (signed < marked) {
      report(
          Kind.HEAD,
          signed,
          "signed heads are missing at the end of their file: it ends at "
              + signed
              + " facts, a head of "
              + marked
              + " was signed");
    }
  }

  private void report(Kind kind, long sequence, String statement) {
    if (damages.size() < MOST_DAMAGES) {
      damages.add(new Damage(kind, sequence, statement));
    }
  }

  /** The stored inner nodes, in the order in which the growing tree completes them. */
  private final class Nodes {

    private final ResultSet rows;
    private boolean reported;

    Nodes(ResultSet rows) {
      this.rows = rows;
    }

    void check(int level, long position, Digest hash) {
      if (level < StoredTree.STORED_LEVEL || treeBroken || reported) {
        return;
      }
      try {
        boolean fits =
            rows.next()
                && rows.getInt(1) == level
                && rows.getLong(2) == position
                && Arrays.equals(rows.getBytes(3), hash.toBytes());
        if (!fits && !leafInDoubt) {
          misfit((position << level) + 1);
        }
      } catch (SQLException e) {
        throw new SqlFailed(e);
      }
    }

    void checkEnd() throws SQLException {
      if (!reported && !treeBroken && !leafInDoubt && rows.next()) {
        misfit(lastSequence + 1);
      }
    }

    private void misfit(long sequence) {
      reported = true;
      report(Kind.HEAD, sequence, "a stored inner node of the tree does not fit the facts");
    }
  }
}
