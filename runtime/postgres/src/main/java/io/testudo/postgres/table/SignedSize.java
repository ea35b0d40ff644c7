package io.testudo.postgres.table;

import io.testudo.transparency.CheckpointVerifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The size of a head that is known to lie in the file of signed heads, for each key that signs:
 * programs that share a database have files of their own.
 */
public final class SignedSize {

  /** Whose a mark is that was written before marks had keys: the only program's that there was. */
  private static final String UNNAMED = "";

  private SignedSize() {}

  /** The size that is known of this key; 0 if none is. */
  public static long read(Connection connection, CheckpointVerifier key) throws SQLException {
    if (!isKeyed(connection)) {
      try (Statement query = connection.createStatement();
          ResultSet rows = query.executeQuery("select signed_size from log_head")) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
    try (PreparedStatement query =
        connection.prepareStatement("select max(size) from signed_head where key in (?, ?)")) {
      query.setString(1, key.toText());
      query.setString(2, UNNAMED);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  /** Whether the schema is of the version that keeps a mark for each key, or later. */
  private static boolean isKeyed(Connection connection) throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet rows = query.executeQuery("select to_regclass('signed_head') is not null")) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  /** Makes a mark without a key this key's. */
  public static void adopt(Connection connection, CheckpointVerifier key) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update signed_head set key = ? where key = ?"
                + " and not exists (select 1 from signed_head where key = ?)")) {
      update.setString(1, key.toText());
      update.setString(2, UNNAMED);
      update.setString(3, key.toText());
      update.executeUpdate();
    }
  }

  /** Marks a head of this key; a mark never falls. */
  public static void write(Connection connection, CheckpointVerifier key, long size)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into signed_head (key, size) values (?, ?) on conflict (key)"
                + " do update set size = greatest(signed_head.size, excluded.size)")) {
      insert.setString(1, key.toText());
      insert.setLong(2, size);
      insert.executeUpdate();
    }
  }
}
