package io.testudo.postgres.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.testudo.ports.Secret;
import io.testudo.postgres.ChildProgram;
import io.testudo.postgres.DatabaseAddress;
import io.testudo.postgres.server.PostgresServer.Arrival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostgresServerTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** One folder for all tests, so that PostgreSQL is unpacked and initialised once. */
  @TempDir static Path root;

  private PostgresServer server = new PostgresServer(root, ServerSettings.defaults());

  @BeforeAll
  static void letNobodyElseIn() throws IOException {
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void startsAServerThatTakesTheProgramsPassword() throws SQLException {
    assertThat(server.start()).isEqualTo(Arrival.STARTED);
    assertThat(ask(server.database(), "show server_version")).startsWith("18.");
    assertThat(ask(server.database(), "show data_checksums")).isEqualTo("on");
    assertThat(ask(server.database(), "show server_encoding")).isEqualTo("UTF8");
    assertThat(ask(server.database(), "select datcollate from pg_database where datname='testudo'"))
        .isEqualTo("C");
  }

  @Test
  void keepsWhatWasWrittenOverAStop() throws SQLException {
    server.start();
    run(server.database(), "create table if not exists testudo.kept (n int)");
    run(server.database(), "insert into testudo.kept values (7)");
    server.close();
    server = new PostgresServer(root, ServerSettings.defaults());
    assertThat(server.start()).isEqualTo(Arrival.STARTED);
    assertThat(ask(server.database(), "select n from testudo.kept")).isEqualTo("7");
    run(server.database(), "drop table testudo.kept");
  }

  @Test
  void letsNobodyInWithoutThePassword() {
    server.start();
    for (String wrong : List.of("", "testudo", "trust")) {
      DatabaseAddress address =
          new DatabaseAddress(server.database().url(), "testudo", Secret.of(wrong));
      assertThatThrownBy(() -> ask(address, "select 1")).isInstanceOf(SQLException.class);
      DatabaseAddress admin =
          new DatabaseAddress(server.database().url(), ServerFolder.ADMIN, Secret.of(wrong));
      assertThatThrownBy(() -> ask(admin, "select 1")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void givesTheProgramNoMoreThanItsSchema() throws SQLException {
    server.start();
    DatabaseAddress database = server.database();
    assertThat(ask(database, "select rolsuper::text from pg_roles where rolname = current_user"))
        .isEqualTo("false");
    for (String forbidden :
        List.of(
            "create table public.t (n int)",
            "create schema other",
            "create database other",
            "create role other",
            "copy (select 1) to program 'true'",
            "select pg_read_file('PG_VERSION')",
            "select * from pg_authid",
            "alter system set fsync = off")) {
      assertThatThrownBy(() -> run(database, forbidden))
          .as(forbidden)
          .isInstanceOf(SQLException.class)
          .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("42501"));
    }
  }

  @Test
  void keepsItsPasswordsToTheirOwner() throws IOException {
    server.start();
    try (Stream<Path> files = Files.list(root)) {
      List<Path> passwords = files.filter(file -> file.toString().endsWith(".password")).toList();
      assertThat(passwords).hasSize(2);
      for (Path password : passwords) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
            .isEqualTo("rw-------");
        assertThat(Files.readString(password)).hasSize(43);
      }
    }
    assertThat(server.database().toString()).doesNotContain(server.database().password().reveal());
  }

  @Test
  void startsAServerThatWasKilledAgainOnItsPort() throws SQLException {
    server.start();
    DatabaseAddress before = server.database();
    long killed = server.pid();
    ProcessHandle.of(killed).orElseThrow().destroyForcibly();
    Await.until(LIMIT, () -> server.pid() != killed);
    assertThat(server.database()).isEqualTo(before);
    assertThat(ask(before, "select 1")).isEqualTo("1");
  }

  @Test
  void adoptsTheServerOfAProgramThatWasKilled() throws Exception {
    long pid;
    String url;
    try (ChildProgram child = ChildProgram.start(StartsAServer.class, root.toString())) {
      pid = Long.parseLong(child.line(LIMIT));
      url = child.line(LIMIT);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new PostgresServer(root, ServerSettings.defaults()).start())
          .withMessageContaining("must not be in use by another process");
      assertThat(PostgresServer.runningIn(root)).isNotNull();
      child.kill();
    }
    assertThat(ProcessHandle.of(pid)).isPresent();
    assertThat(server.start()).isEqualTo(Arrival.ADOPTED);
    assertThat(server.pid()).isEqualTo(pid);
    assertThat(server.database().url()).isEqualTo(url);
    assertThat(ask(server.database(), "select 1")).isEqualTo("1");
    server.close();
    assertThat(PostgresServer.runningIn(root)).isNull();
    assertThat(Postmaster.processesIn(root.resolve("data"))).isEmpty();
  }

  @Test
  void startsAgainWhereServerAndProgramWereKilled() throws Exception {
    try (ChildProgram child = ChildProgram.start(StartsAServer.class, root.toString())) {
      long pid = Long.parseLong(child.line(LIMIT));
      child.kill();
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }
    assertThat(server.start()).isEqualTo(Arrival.STARTED);
    assertThat(ask(server.database(), "select 1")).isEqualTo("1");
  }

  @Test
  void isNotMisledByAProcessThatGotTheNumberOfADeadServer() throws Exception {
    server.start();
    server.close();
    Path stale = root.resolve("data").resolve("postmaster.pid");
    Files.writeString(
        stale,
        ProcessHandle.current().pid() + "\n" + root + "/data\n1\n1\n\n127.0.0.1\n1 1\nready   \n");
    server = new PostgresServer(root, ServerSettings.defaults());
    assertThat(server.start()).isEqualTo(Arrival.STARTED);
  }

  @Test
  void stopsASurvivorWhosePasswordItDoesNotKnow() throws Exception {
    long pid;
    try (ChildProgram child = ChildProgram.start(StartsAServer.class, root.toString())) {
      pid = Long.parseLong(child.line(LIMIT));
      child.kill();
    }
    Path password = root.resolve("admin.password");
    String right = Files.readString(password);
    Files.writeString(password, "wrong");
    try {
      assertThatThrownBy(() -> server.start()).hasMessageContaining("password authentication");
      server.close();
      assertThat(Postmaster.processesIn(root.resolve("data"))).doesNotContain(pid).isEmpty();
    } finally {
      Files.writeString(password, right);
    }
  }

  @Test
  void saysHowToMoveADatabaseOfAnotherMajorVersion() throws IOException {
    server.start();
    server.close();
    Path version = root.resolve("data").resolve("PG_VERSION");
    Files.writeString(version, "17\n");
    server = new PostgresServer(root, ServerSettings.defaults());
    try {
      assertThatIllegalArgumentException()
          .isThrownBy(server::start)
          .withMessageContaining("version (17) of the database in " + root.resolve("data"))
          .withMessageContaining("pg_dump");
    } finally {
      Files.writeString(version, "18\n");
    }
  }

  @Test
  void runsAsAnOrdinaryUserWhereEverybodyMayEnterTheFolder(@TempDir Path open) throws Exception {
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    server.start();
    linkBinaries(open);
    try (PostgresServer other = new PostgresServer(open, ServerSettings.defaults())) {
      other.start();
      assertThat(ask(other.database(), "select 1")).isEqualTo("1");
      int own = ServerUser.uidOf(open);
      int servers = (int) Files.getAttribute(Path.of("/proc/" + other.pid()), "unix:uid");
      assertThat(servers).isNotZero();
      if (own != 0) {
        assertThat(servers).isEqualTo(own);
      }
    }
  }

  /** Spares a second unpacking. */
  private static void linkBinaries(Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(root.resolve("binaries"))) {
      for (Path path : paths.toList()) {
        Path target = to.resolve(root.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectory(target);
        } else if (Files.isSymbolicLink(path)) {
          Files.createSymbolicLink(target, Files.readSymbolicLink(path));
        } else {
          Files.createLink(target, path);
        }
      }
    }
  }

  private static String ask(DatabaseAddress database, String query) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static void run(DatabaseAddress database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect(DatabaseAddress database) throws SQLException {
    return DriverManager.getConnection(
        database.url(), database.user(), database.password().reveal());
  }

  /** A program that starts the server and then waits to be killed. */
  static final class StartsAServer {

    private StartsAServer() {}

    public static void main(String[] arguments) throws InterruptedException {
      PostgresServer server = new PostgresServer(Path.of(arguments[0]), ServerSettings.defaults());
      server.start();
      System.out.println(server.pid());
      System.out.println(server.database().url());
      Thread.currentThread().join();
    }
  }
}
