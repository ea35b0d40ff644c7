package io.testudo.postgres.audit;

import io.testudo.ports.LogVerification;
import io.testudo.ports.LogVerification.Damage;
import io.testudo.ports.UnavailableException;
import io.testudo.postgres.connection.Database;
import io.testudo.postgres.heads.HeadsFile;
import io.testudo.postgres.table.Migrations;
import io.testudo.transparency.CheckpointVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;

/**
 * A log as it lies in its database and its folder, read and never written, whoever writes it
 * meanwhile.
 *
 * @param folder where its signed heads lie
 * @param verifier the key by which they were signed
 */
public record StoredLog(Path folder, CheckpointVerifier verifier) {

  /** What the database must hold for a log to be there. */
  private static final List<String> TABLES = List.of("log_head", "fact", "tree_node");

  /** The size of the last head with a good signature; 0 if there is none. */
  public long lastSigned() throws IOException {
    try (HeadsFile.Reader heads = HeadsFile.readIn(folder)) {
      return Audit.lastSigned(heads, verifier);
    }
  }

  /** Reads everything once, as it was at one moment. */
  public LogVerification verify(Database database, InstantSource clock) {
    return database.ask(
        "a verification",
        connection -> {
          // First the heads, then the facts: what is signed meanwhile is not missed here.
          long headsBytes = headsLength();
          try (HeadsFile.Reader heads = HeadsFile.readIn(folder)) {
            return new Audit(snapshot(connection), verifier, headsBytes)
                .run(heads, clock.instant());
          } catch (IOException e) {
            throw new UnavailableException("The event log's signed heads", e);
          }
        });
  }

  private long headsLength() {
    try {
      return HeadsFile.lengthIn(folder);
    } catch (IOException e) {
      throw new UnavailableException("The event log's signed heads", e);
    }
  }

  /**
   * What is damaged if a table or the stored head is gone; nothing if the log can be read.
   *
   * @throws IllegalArgumentException if there never was a log, or a later release wrote it
   */
  public List<Damage> gone(Database database, String schema) {
    String missing = database.ask("its tables", connection -> missing(connection, schema));
    if (missing.isEmpty()) {
      return List.of();
    }
    try {
      long signed = lastSigned();
      if (signed == 0) {
        throw new IllegalArgumentException(
            "database must hold an event log in its schema "
                + schema
                + "\nMaybe it is another database than the one that serve writes, or serve was"
                + " never started.");
      }
      return List.of(
          new Damage(
              Damage.Kind.CUT,
              1,
              "facts 1 to "
                  + signed
                  + " cannot be found: "
                  + missing
                  + " is missing, but a head of "
                  + signed
                  + " facts was signed"));
    } catch (IOException e) {
      throw new UnavailableException("The event log's signed heads", e);
    }
  }

  private static String missing(Connection connection, String schema) throws SQLException {
    for (String table : TABLES) {
      if (!exists(connection, schema + "." + table)) {
        return "table " + table;
      }
    }
    try (Statement statement = connection.createStatement()) {
      if (exists(connection, schema + ".schema_version")) {
        Migrations.version(statement);
      }
      try (ResultSet rows = statement.executeQuery("select 1 from log_head")) {
        return rows.next() ? "" : "the row of log_head";
      }
    }
  }

  private static boolean exists(Connection connection, String table) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select to_regclass(?) is not null")) {
      query.setString(1, table);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  /** The connection in a transaction that sees one state of the database and changes nothing. */
  public static Connection snapshot(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    return connection;
  }
}
