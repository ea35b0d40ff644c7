package io.testudo.postgres.server;

import io.testudo.ports.Secret;
import io.testudo.postgres.files.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The files of one embedded server.
 *
 * <pre>
 * binaries/              PostgreSQL's programs
 * data/                  the database
 * log/                   what the server says: start.log, and a file for each day of the week
 * admin.password         of the role that owns the server
 * testudo.password       of the role that the program uses
 * lock                   held by the program that supervises the server
 * </pre>
 *
 * @param root where they lie
 */
record ServerFolder(Path root) {

  static final String ADMIN = "testudo_admin";

  private static final Duration INITIALISE_WITHIN = Duration.ofMinutes(2);

  Path binaries() {
    return root.resolve("binaries");
  }

  Path data() {
    return root.resolve("data");
  }

  Path log() {
    return root.resolve("log");
  }

  Path startLog() {
    return log().resolve("start.log");
  }

  Path lock() {
    return root.resolve("lock");
  }

  Secret adminPassword() throws IOException {
    return existing(root.resolve("admin.password"));
  }

  Secret password() throws IOException {
    return PrivateFile.password(root.resolve("testudo.password"), new SecureRandom());
  }

  private static Secret existing(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "password file "
              + file
              + " must be there, since its database is\nMaybe restore it from"
              + " a backup.");
    }
    return Secret.of(Files.readString(file).strip());
  }

  /** Refuses the database of another major version, and says how it is moved. */
  void requireVersion() throws IOException {
    String version = Files.readString(data().resolve("PG_VERSION")).strip();
    if (!version.equals(Binaries.MAJOR)) {
      throw new IllegalArgumentException(
          "version ("
              + version
              + ") of the database in "
              + data()
              + " must be "
              + Binaries.MAJOR
              + "\nMaybe move it: dump it with the release that wrote it, pg_dump --format=custom"
              + " --schema=testudo --file=testudo.dump testudo; then rename "
              + data()
              + ", start this release and restore testudo.dump by pg_restore, as"
              + " docs/formats/event-log.md says step by step.");
    }
  }

  /** Makes an empty database unless there is one; it appears under its name when it is whole. */
  ServerUser initialise(Binaries binaries) throws IOException {
    if (Files.isDirectory(data())) {
      requireVersion();
      return ServerUser.ownerOf(data());
    }
    ServerUser user = ServerUser.choose(root);
    Path unfinished = root.resolve("data.new");
    if (Files.exists(unfinished)) {
      Binaries.delete(unfinished);
    }
    privateFolder(unfinished, user);
    Path passwordForServer = root.resolve("admin.password.initdb");
    Secret password = PrivateFile.password(root.resolve("admin.password"), new SecureRandom());
    PrivateFile.write(passwordForServer, password.reveal());
    user.own(passwordForServer);
    try {
      Commands.Result result =
          Commands.run(
              user.command(initdb(binaries, unfinished, passwordForServer)), INITIALISE_WITHIN);
      if (result.exitCode() != 0) {
        throw new IOException("initdb said: " + result.output().strip());
      }
    } finally {
      Files.deleteIfExists(passwordForServer);
    }
    writeOwned(
        unfinished.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n", user);
    writeOwned(
        unfinished.resolve("postgresql.conf"),
        "include 'testudo.conf'  # written anew at each start\n# Settings below take precedence.\n",
        user);
    Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
    return user;
  }

  private static List<String> initdb(Binaries binaries, Path data, Path passwordFile) {
    return List.of(
        binaries.program("initdb").toString(),
        "--username=" + ADMIN,
        "--pwfile=" + passwordFile,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--data-checksums",
        "--no-instructions",
        "--sync-method=syncfs",
        "--pgdata=" + data);
  }

  /** Writes the settings for the next start. */
  void configure(ServerSettings settings, int port, ServerUser user) throws IOException {
    if (!Files.isDirectory(log())) {
      privateFolder(log(), user);
    }
    writeOwned(
        data().resolve("testudo.conf"),
        String.format(
            Locale.ROOT,
            """
            listen_addresses = '127.0.0.1'
            port = %d
            unix_socket_directories = ''
            password_encryption = 'scram-sha-256'
            max_connections = %d
            shared_buffers = '%dMB'
            effective_cache_size = '512MB'
            work_mem = '8MB'
            maintenance_work_mem = '64MB'
            max_parallel_workers_per_gather = 0
            jit = off
            wal_level = minimal
            max_wal_senders = 0
            wal_compression = on
            min_wal_size = '80MB'
            max_wal_size = '1GB'
            checkpoint_timeout = '15min'
            recovery_init_sync_method = 'syncfs'
            timezone = 'UTC'
            log_timezone = 'UTC'
            logging_collector = on
            log_directory = '%s'
            log_filename = 'postgresql-%%a.log'
            log_rotation_age = '1d'
            log_rotation_size = 0
            log_truncate_on_rotation = on
            log_min_error_statement = panic
            """,
            port,
            settings.maxConnections(),
            settings.sharedBuffersMegabytes(),
            log().toString().replace("'", "''")),
        user);
  }

  private static void privateFolder(Path folder, ServerUser user) throws IOException {
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    user.own(folder);
  }

  private static void writeOwned(Path file, String text, ServerUser user) throws IOException {
    PrivateFile.write(file, text);
    user.own(file);
  }
}
