package io.testudo.app.house;

import io.testudo.app.config.TestudoConfig;
import io.testudo.ports.EventLog;
import io.testudo.ports.LogVerification;
import io.testudo.ports.Secret;
import io.testudo.ports.UnavailableException;
import io.testudo.postgres.DatabaseAddress;
import io.testudo.postgres.EventLogSettings;
import io.testudo.postgres.PostgresEventLog;
import io.testudo.postgres.server.PostgresServer;
import io.testudo.postgres.server.ServerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The event log of a data folder, with the database behind it, held by one process at a time. */
public final class LogAccess implements AutoCloseable {

  private static final String SERVER = "postgres";
  private static final String KEYS = "log";

  private final DataFolder folder;
  private final @Nullable PostgresServer server;
  private final PostgresEventLog log;

  private LogAccess(DataFolder folder, @Nullable PostgresServer server, PostgresEventLog log) {
    this.folder = folder;
    this.server = server;
    this.log = log;
  }

  /**
   * Takes the data folder, starts or adopts the embedded database unless the configuration names
   * another, and opens the log.
   *
   * @param remarks is told what takes long, a line at a time
   * @throws IllegalArgumentException if the folder is in use, or holds what this release cannot
   *     read
   */
  public static LogAccess open(
      Path data, TestudoConfig config, InstantSource clock, Consumer<String> remarks) {
    DataFolder folder = DataFolder.take(data);
    PostgresServer server = null;
    PostgresEventLog log = null;
    try {
      TestudoConfig.Database own = config.database();
      if (own == null) {
        if (!Files.isDirectory(data.resolve(SERVER))) {
          remarks.accept("Setting up the database in " + data.resolve(SERVER) + " (first start).");
        }
        server = new PostgresServer(data.resolve(SERVER), ServerSettings.defaults());
        if (server.start() == PostgresServer.Arrival.ADOPTED) {
          remarks.accept("Adopted the database server that outlived the last run.");
        }
      }
      DatabaseAddress address = own == null ? required(server).database() : address(own);
      log =
          new PostgresEventLog(
              address, data.resolve(KEYS), EventLogSettings.defaults(), clock, new SecureRandom());
      log.start();
      return new LogAccess(folder, server, log);
    } catch (RuntimeException e) {
      if (log != null) {
        log.close();
      }
      if (server != null) {
        server.close();
      }
      folder.close();
      throw e;
    }
  }

  /**
   * Verifies the log of a data folder, also while another process writes it.
   *
   * <p>The operator's own database is read where it is. The embedded one is read through the server
   * that the other process runs, whose port and password the folder holds, or is started for as
   * long as it takes.
   *
   * @param remarks is told what takes long, a line at a time
   * @throws IllegalArgumentException if there is no log
   * @throws UnavailableException if the database does not answer
   */
  public static LogVerification verify(
      Path data, TestudoConfig config, InstantSource clock, Consumer<String> remarks) {
    TestudoConfig.Database own = config.database();
    if (own != null) {
      return verify(data, address(own), clock);
    }
    try (DataFolder folder = DataFolder.takeIfFree(data)) {
      if (folder == null) {
        remarks.accept(
            "The data folder is in use; its log is read beside the program that has it.");
        return verify(data, running(data), clock);
      }
    }
    try (LogAccess access = open(data, config, clock, remarks)) {
      return access.log.verify();
    }
  }

  private static LogVerification verify(Path data, DatabaseAddress address, InstantSource clock) {
    return PostgresEventLog.verify(address, data.resolve(KEYS), EventLogSettings.defaults(), clock);
  }

  private static DatabaseAddress running(Path data) {
    DatabaseAddress running = PostgresServer.runningIn(data.resolve(SERVER));
    if (running == null) {
      throw new UnavailableException(
          "The data folder " + data + " is in use, but its database",
          new IllegalStateException("does not run yet, or no longer; try again in a moment"));
    }
    return running;
  }

  private static DatabaseAddress address(TestudoConfig.Database own) {
    return new DatabaseAddress(own.url(), own.user(), password(own.passwordFile()));
  }

  private static PostgresServer required(@Nullable PostgresServer server) {
    if (server == null) {
      throw new IllegalStateException("the embedded database must have been started");
    }
    return server;
  }

  private static Secret password(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.isEmpty() || lines.getFirst().isBlank()) {
        throw new IllegalArgumentException(
            "database.passwordFile (" + file + ") must hold the password in its first line");
      }
      return Secret.of(lines.getFirst());
    } catch (IOException e) {
      throw new UncheckedIOException("database.passwordFile (" + file + ") must be readable", e);
    }
  }

  /**
   * Whether the folder holds an event log. Where only one of its parts is left it does: what the
   * other lost is then told by its verification.
   */
  public static boolean isIn(Path data) {
    return Files.isDirectory(data.resolve(KEYS)) || Files.isDirectory(data.resolve(SERVER));
  }

  /** Stops the embedded database that an earlier process left running over this folder, if any. */
  public static void stopSurvivor(Path data) {
    if (PostgresServer.runningIn(data.resolve(SERVER)) != null) {
      try (PostgresServer survivor =
          new PostgresServer(data.resolve(SERVER), ServerSettings.defaults())) {
        survivor.start();
      }
    }
  }

  /** The event log. */
  public EventLog log() {
    return log;
  }

  @Override
  public void close() {
    log.close();
    if (server != null) {
      server.close();
    }
    folder.close();
  }
}
