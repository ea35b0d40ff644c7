package io.testudo.postgres.table;

import io.testudo.postgres.connection.SqlFailed;
import io.testudo.transparency.Digest;
import io.testudo.transparency.LeafHashes;
import io.testudo.transparency.MerkleFrontier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * The tree's leaves as the database holds them, and the inner nodes over each {@value
 * #STORED_LEAVES} leaves and above, so that a proof reads a few hundred rows however long the log
 * is.
 */
public final class StoredTree implements LeafHashes {

  /** The lowest level of which the nodes are stored. */
  public static final int STORED_LEVEL = 8;

  private static final int STORED_LEAVES = 1 << STORED_LEVEL;

  private final Connection connection;

  public StoredTree(Connection connection) {
    this.connection = connection;
  }

  /** An inner node that will never change again. */
  public record Node(int level, long position, Digest hash) {}

  public static void write(Connection connection, List<Node> nodes) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into tree_node (level, position, hash) values (?, ?, ?)")) {
      for (Node node : nodes) {
        insert.setInt(1, node.level);
        insert.setLong(2, node.position);
        insert.setBytes(3, node.hash.toBytes());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  @Override
  public Digest leaf(long index) {
    return subtree(0, index);
  }

  @Override
  public Digest subtree(int level, long index) {
    try {
      return level < STORED_LEVEL ? ofLeaves(level, index) : stored(level, index);
    } catch (SQLException e) {
      throw new SqlFailed(e);
    }
  }

  private Digest ofLeaves(int level, long index) throws SQLException {
    long first = (index << level) + 1;
    MerkleFrontier subtree = MerkleFrontier.empty();
    try (PreparedStatement query =
        connection.prepareStatement(
            "select leaf from fact where sequence between ? and ? order by sequence")) {
      query.setLong(1, first);
      query.setLong(2, first + (1L << level) - 1);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          subtree = subtree.append(Digest.of(rows.getBytes(1)));
        }
      }
    }
    return subtree.root();
  }

  private Digest stored(int level, long index) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select hash from tree_node where level = ? and position = ?")) {
      query.setInt(1, level);
      query.setLong(2, index);
      try (ResultSet rows = query.executeQuery()) {
        if (!rows.next()) {
          throw new IllegalStateException(
              "node " + index + " of level " + level + " of the tree must be in the database");
        }
        return Digest.of(rows.getBytes(1));
      }
    }
  }
}
