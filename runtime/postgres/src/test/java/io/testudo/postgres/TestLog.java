package io.testudo.postgres;

import io.testudo.postgres.server.TestServer;
import io.testudo.testkit.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A log on the tests' server that can be closed and opened again, and changed behind its back.
 *
 * @param schema where its tables are
 * @param folder where its key and heads are
 */
public record TestLog(String schema, Path folder) {

  public static TestLog fresh(Path folder) {
    try {
      return new TestLog(TestServer.freshSchema(), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  EventLogSettings settings() {
    return new EventLogSettings(schema, 8, Duration.ofSeconds(30), Duration.ofSeconds(1), 1000);
  }

  public PostgresEventLog open(InstantSource clock) {
    return open(TestServer.database(), clock);
  }

  public PostgresEventLog open(DatabaseAddress address, InstantSource clock) {
    PostgresEventLog log =
        new PostgresEventLog(address, folder, settings(), clock, new Seed(1).random());
    log.start();
    return log;
  }

  /** Runs statements as the program's role, on this log's tables. */
  public void run(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Runs one statement with one value. */
  public void update(String sql, Object value) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, value);
      statement.executeUpdate();
    }
  }

  public String ask(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private Connection connect() throws SQLException {
    DatabaseAddress address = TestServer.database();
    Connection connection =
        DriverManager.getConnection(address.url(), address.user(), address.password().reveal());
    connection.setSchema(schema);
    return connection;
  }
}
