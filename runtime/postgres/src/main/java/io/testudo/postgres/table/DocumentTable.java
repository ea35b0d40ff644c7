package io.testudo.postgres.table;

import io.testudo.ports.EventLog.Document;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The questions asked of the tables of documents and of checkpoints. */
public final class DocumentTable {

  private static final String COLUMNS = "select shelf, key, rank, json from document ";

  private DocumentTable() {}

  /** Where a document stands. */
  public record Place(String shelf, String key) {}

  /** The document, if there is one. */
  public static List<Document> find(Connection connection, String shelf, String key)
      throws SQLException {
    if (key.indexOf('\0') >= 0) {
      // The database's text has no NUL, so no document is there; a question for one is an error.
      return List.of();
    }
    try (PreparedStatement query =
        connection.prepareStatement(COLUMNS + "where shelf = ? and key = ?")) {
      query.setString(1, shelf);
      query.setString(2, key);
      return list(query);
    }
  }

  public static List<Document> page(Connection connection, String shelf, int skip, int limit)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            COLUMNS + "where shelf = ? order by rank desc, key limit ? offset ?")) {
      query.setString(1, shelf);
      query.setInt(2, limit);
      query.setInt(3, skip);
      return list(query);
    }
  }

  private static List<Document> list(PreparedStatement query) throws SQLException {
    List<Document> documents = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        documents.add(
            new Document(
                rows.getString(1), rows.getString(2), rows.getDouble(3), rows.getString(4)));
      }
    }
    return documents;
  }

  public static long count(Connection connection, String shelf) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select count(*) from document where shelf = ?")) {
      query.setString(1, shelf);
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /** Puts documents in their places, and clears the places that have none. */
  public static void write(Connection connection, Map<Place, @Nullable Document> documents)
      throws SQLException {
    try (PreparedStatement put =
            connection.prepareStatement(
                "insert into document (shelf, key, rank, json) values (?, ?, ?, ?) on conflict"
                    + " (shelf, key) do update set rank = excluded.rank, json = excluded.json");
        PreparedStatement remove =
            connection.prepareStatement("delete from document where shelf = ? and key = ?")) {
      for (Map.Entry<Place, @Nullable Document> entry : documents.entrySet()) {
        Document document = entry.getValue();
        PreparedStatement statement = document == null ? remove : put;
        statement.setString(1, entry.getKey().shelf());
        statement.setString(2, entry.getKey().key());
        if (document != null) {
          statement.setDouble(3, document.rank());
          statement.setString(4, document.json());
        }
        statement.addBatch();
      }
      put.executeBatch();
      remove.executeBatch();
    }
  }

  /** The position, if there is one. */
  public static List<byte[]> checkpoint(Connection connection, String reader) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select position from checkpoint where reader = ?")) {
      query.setString(1, reader);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? List.of(rows.getBytes(1)) : List.of();
      }
    }
  }

  public static void writeCheckpoints(Connection connection, Map<String, byte[]> positions)
      throws SQLException {
    try (PreparedStatement put =
        connection.prepareStatement(
            "insert into checkpoint (reader, position) values (?, ?) on conflict (reader) do update"
                + " set position = excluded.position")) {
      for (Map.Entry<String, byte[]> entry : positions.entrySet()) {
        put.setString(1, entry.getKey());
        put.setBytes(2, entry.getValue());
        put.addBatch();
      }
      put.executeBatch();
    }
  }
}
