package io.testudo.postgres.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Brings the schema to the version that this release writes, one step after the other. */
public final class Migrations {

  /** The version that this release writes: the number of the last {@code schema-N.sql}. */
  static final int LATEST = 2;

  private static final long LOCK = 0x7E57_0D0L;

  private Migrations() {}

  /** All missing steps in one transaction; another process that starts meanwhile waits. */
  public static void run(Connection connection, String schema) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
      if (isMissing(connection, schema)) {
        statement.execute("create schema " + schema);
      }
      statement.execute(
          "create table if not exists schema_version"
              + " (version integer primary key, applied_at timestamptz not null default now())");
      for (int step = version(statement) + 1; step <= LATEST; step++) {
        statement.execute(script(step));
        statement.execute("insert into schema_version (version) values (" + step + ")");
      }
    }
    connection.commit();
  }

  private static boolean isMissing(Connection connection, String schema) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select 1 from pg_namespace where nspname = ?")) {
      query.setString(1, schema);
      try (ResultSet rows = query.executeQuery()) {
        return !rows.next();
      }
    }
  }

  /**
   * The version of the schema that the connection looks at.
   *
   * @throws IllegalArgumentException if a later release wrote it
   */
  public static int version(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery("select coalesce(max(version), 0) from schema_version")) {
      rows.next();
      int version = rows.getInt(1);
      if (version > LATEST) {
        throw new IllegalArgumentException(
            "version ("
                + version
                + ") of the event log's schema must be at most "
                + LATEST
                + "\nMaybe a later release wrote it: start that one.");
      }
      return version;
    }
  }

  private static String script(int step) {
    String name = "schema-" + step + ".sql";
    try (InputStream in = Migrations.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " must be there");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
