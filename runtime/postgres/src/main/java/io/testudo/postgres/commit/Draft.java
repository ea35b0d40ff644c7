package io.testudo.postgres.commit;

import io.testudo.ports.EventLog.Document;
import io.testudo.ports.EventLog.Transaction;
import io.testudo.ports.FactSeal;
import io.testudo.postgres.connection.SqlFailed;
import io.testudo.postgres.table.DocumentTable;
import io.testudo.postgres.table.FactCopy;
import io.testudo.postgres.table.FactRow;
import io.testudo.postgres.table.FactTable;
import io.testudo.postgres.table.StoredHead;
import io.testudo.postgres.table.StoredTree;
import io.testudo.transparency.MerkleFrontier;
import io.testudo.transparency.SaltedDigest.Salt;
import io.testudo.vocabulary.fact.Fact;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction has said so far. It is held in memory and written at the end; what was there
 * before is asked of the database, where the locked head keeps it as it is. Used by one thread.
 */
final class Draft implements Transaction {

  private static final int IDS_AT_ONCE = 1000;

  private final Connection connection;
  private final Map<String, Fact> appended = new LinkedHashMap<>();
  private final Map<DocumentTable.Place, @Nullable Document> documents = new LinkedHashMap<>();
  private final Map<String, byte[]> positions = new LinkedHashMap<>();
  private boolean over;

  Draft(Connection connection) {
    this.connection = connection;
  }

  void end() {
    over = true;
  }

  /** Writes all and returns the tree's new right edge; nothing is committed yet. */
  MerkleFrontier write(MerkleFrontier before, Instant now, RandomGenerator random)
      throws SQLException {
    MerkleFrontier frontier = before;
    if (!appended.isEmpty()) {
      List<FactRow> rows = new ArrayList<>(appended.size());
      List<StoredTree.Node> nodes = new ArrayList<>();
      for (Fact fact : appended.values()) {
        FactRow row = FactRow.of(frontier.size() + 1, now, fact, Salt.next(random));
        rows.add(row);
        frontier =
            frontier.append(
                row.leaf(),
                (level, position, hash) -> {
                  if (level >= StoredTree.STORED_LEVEL) {
                    nodes.add(new StoredTree.Node(level, position, hash));
                  }
                });
      }
      FactCopy.write(connection, rows);
      if (!nodes.isEmpty()) {
        StoredTree.write(connection, nodes);
      }
      StoredHead.write(connection, frontier);
    }
    if (!documents.isEmpty()) {
      DocumentTable.write(connection, documents);
    }
    if (!positions.isEmpty()) {
      DocumentTable.writeCheckpoints(connection, positions);
    }
    return frontier;
  }

  @Override
  public boolean append(Fact fact) {
    requireOpen();
    String id = fact.id();
    FactSeal.requireId(id);
    try {
      return !appended.containsKey(id)
          && !FactTable.contains(connection, id)
          && appended.put(id, fact) == null;
    } catch (SQLException e) {
      throw new SqlFailed(e);
    }
  }

  @Override
  public List<Fact> appendAll(List<? extends Fact> facts) {
    requireOpen();
    List<Fact> added = new ArrayList<>();
    for (int from = 0; from < facts.size(); from += IDS_AT_ONCE) {
      appendSome(facts.subList(from, Math.min(facts.size(), from + IDS_AT_ONCE)), added);
    }
    return added;
  }

  private void appendSome(List<? extends Fact> facts, List<Fact> added) {
    Map<String, Fact> fresh = new LinkedHashMap<>();
    for (Fact fact : facts) {
      String id = fact.id();
      FactSeal.requireId(id);
      if (!appended.containsKey(id)) {
        fresh.putIfAbsent(id, fact);
      }
    }
    fresh.keySet().removeAll(contained(new ArrayList<>(fresh.keySet())));
    appended.putAll(fresh);
    added.addAll(fresh.values());
  }

  private Set<String> contained(List<String> ids) {
    try {
      return FactTable.containedOf(connection, ids);
    } catch (SQLException e) {
      throw new SqlFailed(e);
    }
  }

  @Override
  public void put(Document document) {
    requireOpen();
    documents.put(new DocumentTable.Place(document.shelf(), document.key()), document);
  }

  @Override
  public void remove(String shelf, String key) {
    requireOpen();
    documents.put(new DocumentTable.Place(shelf, key), null);
  }

  @Override
  public @Nullable Document document(String shelf, String key) {
    requireOpen();
    DocumentTable.Place place = new DocumentTable.Place(shelf, key);
    if (documents.containsKey(place)) {
      return documents.get(place);
    }
    try {
      List<Document> found = DocumentTable.find(connection, shelf, key);
      return found.isEmpty() ? null : found.getFirst();
    } catch (SQLException e) {
      throw new SqlFailed(e);
    }
  }

  @Override
  public void checkpoint(String reader, byte[] position) {
    requireOpen();
    positions.put(reader, position.clone());
  }

  @Override
  public byte @Nullable [] checkpoint(String reader) {
    requireOpen();
    byte[] position = positions.get(reader);
    if (position != null) {
      return position.clone();
    }
    try {
      List<byte[]> found = DocumentTable.checkpoint(connection, reader);
      return found.isEmpty() ? null : found.getFirst();
    } catch (SQLException e) {
      throw new SqlFailed(e);
    }
  }

  private void requireOpen() {
    if (over) {
      throw new IllegalStateException("a transaction must not be used after its commit");
    }
  }
}
