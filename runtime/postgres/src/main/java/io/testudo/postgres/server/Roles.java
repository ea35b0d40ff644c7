package io.testudo.postgres.server;

import io.testudo.ports.Secret;
import io.testudo.postgres.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * Who may do what on an embedded server: the administrator, who made it, and the program, whose
 * role owns its schema in its database and nothing else.
 */
final class Roles {

  private static final String PROGRAM = "testudo";

  private Roles() {}

  /** The program's database on the server at this port. */
  static DatabaseAddress address(ServerFolder folder, int port) throws IOException {
    return new DatabaseAddress(url(port, PROGRAM), PROGRAM, folder.password());
  }

  private static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:"
        + port
        + "/"
        + database
        + "?sslmode=disable&gssEncMode=disable";
  }

  /** Whether the server at this port lets us in and is the one of this folder. */
  static boolean answers(ServerFolder folder, int port) throws IOException {
    try (Connection connection = administrator(folder, port, "postgres");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("show data_directory")) {
      return rows.next()
          && Path.of(rows.getString(1)).toRealPath().equals(folder.data().toRealPath());
    } catch (SQLException e) {
      return false;
    }
  }

  /** Makes the program's role, database and schema if they are missing. */
  static void prepare(ServerFolder folder, int port) throws IOException {
    Secret password = folder.password();
    try (Connection connection = administrator(folder, port, "postgres")) {
      if (isMissing(connection, "select 1 from pg_roles where rolname = 'testudo'")) {
        run(
            connection,
            "create role testudo login nosuperuser nocreatedb nocreaterole noreplication password '"
                + password.reveal()
                + "'");
      }
      if (isMissing(connection, "select 1 from pg_database where datname = 'testudo'")) {
        run(connection, "create database testudo template template0");
      }
    } catch (SQLException e) {
      throw new IOException("the program's role cannot be made: " + e.getMessage(), e);
    }
    try (Connection connection = administrator(folder, port, PROGRAM)) {
      run(connection, "revoke all on database testudo from public");
      run(connection, "grant connect, temporary on database testudo to testudo");
      run(connection, "revoke all on schema public from public");
      run(connection, "create schema if not exists testudo authorization testudo");
    } catch (SQLException e) {
      throw new IOException("the program's schema cannot be made: " + e.getMessage(), e);
    }
  }

  private static boolean isMissing(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return !rows.next();
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static Connection administrator(ServerFolder folder, int port, String database)
      throws IOException, SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", ServerFolder.ADMIN);
    properties.setProperty("password", folder.adminPassword().reveal());
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("socketTimeout", "60");
    return DriverManager.getConnection(url(port, database), properties);
  }
}
