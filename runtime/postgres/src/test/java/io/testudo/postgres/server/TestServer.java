package io.testudo.postgres.server;

import io.testudo.postgres.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** The one embedded server of all tests in this JVM, with a fresh schema for each who asks. */
public final class TestServer {

  private static final Path ROOT = Path.of("target", "test-postgres").toAbsolutePath();
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static final PostgresServer SERVER = start();

  private TestServer() {}

  private static PostgresServer start() {
    PostgresServer server = new PostgresServer(ROOT, ServerSettings.defaults());
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    return server;
  }

  public static DatabaseAddress database() {
    return SERVER.database();
  }

  public static long pid() {
    return SERVER.pid();
  }

  /** The name of an empty schema that the program's role owns. */
  public static String freshSchema() throws IOException, SQLException {
    String schema = "test_" + SCHEMAS.incrementAndGet();
    int port = Integer.parseInt(database().url().replaceAll(".*:(\\d+)/.*", "$1"));
    try (Connection connection = Roles.administrator(new ServerFolder(ROOT), port, "testudo");
        Statement statement = connection.createStatement()) {
      statement.execute("drop schema if exists " + schema + " cascade");
      statement.execute("create schema " + schema + " authorization testudo");
    }
    return schema;
  }
}
