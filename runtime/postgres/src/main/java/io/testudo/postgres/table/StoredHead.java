package io.testudo.postgres.table;

import io.testudo.transparency.MerkleFrontier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The one row that says how long the log is. Who writes holds its lock from the first statement of
 * a transaction to the last, which makes the order of the commits that of the sequences.
 *
 * @param frontier the tree's right edge
 * @param transaction the database's number of the transaction that read it, 0 if it was not asked
 */
public record StoredHead(MerkleFrontier frontier, long transaction) {

  /** Makes the row of an empty log unless there is one. */
  public static void prepare(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into log_head (size, frontier) values (0, ?)" + " on conflict do nothing")) {
      insert.setBytes(1, MerkleFrontier.empty().toBytes());
      insert.executeUpdate();
    }
  }

  public static StoredHead read(Connection connection) throws SQLException {
    return select(connection, "select frontier, 0 from log_head");
  }

  public static StoredHead lock(Connection connection) throws SQLException {
    return select(
        connection, "select frontier, pg_current_xact_id()::text::bigint from log_head for update");
  }

  private static StoredHead select(Connection connection, String query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet rows = statement.executeQuery()) {
      if (!rows.next()) {
        throw new IllegalStateException("the log's head must be in the database");
      }
      return new StoredHead(MerkleFrontier.ofBytes(rows.getBytes(1)), rows.getLong(2));
    }
  }

  public static long size(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select size from log_head")) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  public static void write(Connection connection, MerkleFrontier frontier) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update log_head set size = ?, frontier = ?")) {
      update.setLong(1, frontier.size());
      update.setBytes(2, frontier.toBytes());
      update.executeUpdate();
    }
  }

  /** Whether a transaction of which the answer was lost was committed. */
  public static boolean wasCommitted(Connection connection, long transaction) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select pg_xact_status(?::text::xid8)")) {
      query.setString(1, Long.toString(transaction));
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        String status = rows.getString(1);
        if ("in progress".equals(status)) {
          throw new SQLException("the transaction has not yet ended", "40001");
        }
        return "committed".equals(status);
      }
    }
  }
}
