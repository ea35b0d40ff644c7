package io.testudo.postgres.server;

import io.testudo.ports.UnavailableException;
import io.testudo.postgres.DatabaseAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Supervises a PostgreSQL server of our own under a folder.
 *
 * <p>{@link #start} unpacks and initialises what is missing, then adopts the server of this folder
 * if one is still running, as after a kill of this program, else starts one; the server does not
 * die with this program's process. While it is supervised, a server that dies is started again on
 * its old port. {@link #close} stops it.
 *
 * <h2>Security guarantees</h2>
 *
 * The server listens on 127.0.0.1 only and lets nobody in without a password of 256 random bits, by
 * SCRAM-SHA-256. The program's role is no superuser and owns nothing but its schema. The server
 * does not run as root even if this program does.
 *
 * <p>Safe for use by many threads.
 */
public final class PostgresServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration WATCH = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int PORTS_TRIED = 3;

  /** How a server came under supervision. */
  public enum Arrival {
    STARTED,
    ADOPTED
  }

  private final ServerFolder folder;
  private final ServerSettings settings;

  private @Nullable Supervised supervised;
  private boolean closed;

  /** What is held while a server is supervised. */
  private record Supervised(
      FileChannel lock,
      Binaries binaries,
      ServerUser user,
      Postmaster postmaster,
      Arrival arrival) {

    Supervised with(Postmaster other) {
      return new Supervised(lock, binaries, user, other, arrival);
    }
  }

  /**
   * @param root where the server's files lie; made if it is missing
   * @param settings how large it is
   */
  public PostgresServer(Path root, ServerSettings settings) {
    this.folder = new ServerFolder(root.toAbsolutePath().normalize());
    this.settings = settings;
  }

  /**
   * The database of the server in this folder that another process of this program supervises now,
   * or null if none runs.
   */
  public static @Nullable DatabaseAddress runningIn(Path root) {
    ServerFolder folder = new ServerFolder(root.toAbsolutePath().normalize());
    try {
      Postmaster postmaster = Postmaster.in(folder.data());
      boolean runs = postmaster != null && postmaster.ready() && postmaster.runsIn(folder.data());
      return postmaster != null && runs ? Roles.address(folder, postmaster.port()) : null;
    } catch (IOException e) {
      throw new UnavailableException("The database in " + root + " cannot be looked at", e);
    }
  }

  /**
   * Starts or adopts the server and returns when it takes connections.
   *
   * @return which of both
   * @throws IllegalArgumentException if the folder is in use by another process of this program, or
   *     holds what this release cannot run
   * @throws UnavailableException if the server does not come up in time
   */
  public synchronized Arrival start() {
    if (supervised != null || closed) {
      throw new IllegalStateException("a database server is started once");
    }
    try {
      Files.createDirectories(folder.root());
      FileChannel lock = lock();
      try {
        supervised = bringUp(lock);
      } finally {
        if (supervised == null) {
          lock.close();
        }
      }
      Roles.prepare(folder, supervised.postmaster.port());
    } catch (IOException e) {
      throw new UnavailableException("The database in " + folder.root() + " does not start", e);
    }
    Thread.ofPlatform().daemon().name("postgres-supervisor").start(this::supervise);
    return supervised.arrival;
  }

  /** The program's database on the server. */
  public synchronized DatabaseAddress database() {
    try {
      return Roles.address(folder, required().postmaster.port());
    } catch (IOException e) {
      throw new UnavailableException("The database's password cannot be read", e);
    }
  }

  /** The number of the server's process. */
  public synchronized long pid() {
    return required().postmaster.pid();
  }

  private Supervised required() {
    if (supervised == null) {
      throw new IllegalStateException("the database server must be started first");
    }
    return supervised;
  }

  private FileChannel lock() throws IOException {
    FileChannel channel =
        FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another object of this very process has it.
      LOG.debug("The lock is taken.", e);
    }
    if (lock == null) {
      channel.close();
      throw new IllegalArgumentException(
          "folder "
              + folder.root()
              + " of the database must not be in use by another process of this program");
    }
    return channel;
  }

  private Supervised bringUp(FileChannel lock) throws IOException {
    Binaries binaries = Binaries.in(folder.binaries());
    ServerUser user = folder.initialise(binaries);
    folder.adminPassword();
    Postmaster running = survivor(binaries, user);
    if (running != null) {
      LOG.info("Adopted the database server {} on port {}.", running.pid(), running.port());
      return new Supervised(lock, binaries, user, running, Arrival.ADOPTED);
    }
    binaries.deleteOthers();
    Postmaster started = launch(binaries, user, 0);
    LOG.info("Started the database server {} on port {}.", started.pid(), started.port());
    return new Supervised(lock, binaries, user, started, Arrival.STARTED);
  }

  /** The server that outlived its supervisor and can be adopted; one that cannot is stopped. */
  private @Nullable Postmaster survivor(Binaries binaries, ServerUser user) throws IOException {
    Postmaster postmaster = Postmaster.in(folder.data());
    if (postmaster != null && postmaster.runsIn(folder.data())) {
      if (postmaster.runsProgramBelow(binaries.folder().toRealPath())) {
        Postmaster ready = awaitReady(null);
        if (ready != null && Roles.answers(folder, ready.port())) {
          return ready;
        }
      }
      LOG.info("Stopping the database server {}, which cannot be adopted.", postmaster.pid());
      stop(binaries, user);
    }
    awaitNoProcess();
    // The number in the file may by now be that of somebody else's process.
    Postmaster.deleteFile(folder.data());
    return null;
  }

  private void awaitNoProcess() throws IOException {
    long end = System.nanoTime() + settings.stopWithin().toNanos();
    while (!Postmaster.processesIn(folder.data()).isEmpty()) {
      if (System.nanoTime() > end) {
        throw new IOException("processes of an earlier server still run in " + folder.data());
      }
      pause(POLL);
    }
  }

  /** Starts the server on this port, or on a free one for 0. */
  private Postmaster launch(Binaries binaries, ServerUser user, int port) throws IOException {
    for (int attempt = 1; ; attempt++) {
      folder.configure(settings, port == 0 ? freePort() : port, user);
      List<String> command = new ArrayList<>(user.prefix());
      // A session of its own, so that Ctrl-C in a terminal stops us first and the server by us.
      command.addAll(List.of("setsid", binaries.program("postgres").toString()));
      command.addAll(List.of("-D", folder.data().toString()));
      Process process =
          Commands.builder(command).redirectOutput(folder.startLog().toFile()).start();
      Postmaster ready = awaitReady(process);
      if (ready != null) {
        return ready;
      }
      String said = lastLines(folder.startLog());
      if (process.isAlive()) {
        stop(binaries, user);
        throw new IOException(
            "the server is not ready after " + settings.startWithin().toSeconds() + " s: " + said);
      }
      if (attempt == PORTS_TRIED || port != 0) {
        throw new IOException("the server ended at once: " + said);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /** The server once it says that it is ready; null if it ends or takes too long. */
  private @Nullable Postmaster awaitReady(@Nullable Process process) throws IOException {
    long end = System.nanoTime() + settings.startWithin().toNanos();
    while (System.nanoTime() < end) {
      boolean ended = process != null && !process.isAlive();
      Postmaster postmaster = Postmaster.in(folder.data());
      if (postmaster != null
          && postmaster.ready()
          && (process == null || postmaster.pid() == process.pid())) {
        return postmaster;
      }
      if (ended || (process == null && postmaster == null)) {
        return null;
      }
      pause(POLL);
    }
    return null;
  }

  private static String lastLines(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return lines.isEmpty()
        ? "it said nothing"
        : String.join("; ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
  }

  /** Fast shutdown; at once if that takes too long, which costs a recovery at the next start. */
  private void stop(Binaries binaries, ServerUser user) throws IOException {
    if (!stop(binaries, user, "fast")) {
      LOG.warn("The database server does not stop in order; it is stopped at once.");
      stop(binaries, user, "immediate");
    }
  }

  private boolean stop(Binaries binaries, ServerUser user, String mode) throws IOException {
    List<String> command =
        List.of(
            binaries.program("pg_ctl").toString(),
            "stop",
            "--wait",
            "--timeout=" + Math.max(1, settings.stopWithin().toSeconds()),
            "--mode=" + mode,
            "--pgdata=" + folder.data());
    Duration limit = settings.stopWithin().plusSeconds(5);
    return Commands.run(user.command(command), limit).exitCode() == 0;
  }

  private void supervise() {
    Duration pause = Duration.ofMillis(100);
    while (true) {
      Postmaster watched = watched();
      if (watched == null) {
        return;
      }
      awaitEnd(watched);
      if (restarted()) {
        pause = Duration.ofMillis(100);
      } else {
        pause(pause);
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    }
  }

  private synchronized @Nullable Postmaster watched() {
    return closed || supervised == null ? null : supervised.postmaster;
  }

  private void awaitEnd(Postmaster postmaster) {
    // Its working directory goes before its number does: nobody may fetch a dead foster child.
    while (postmaster.runsIn(folder.data()) && !Thread.currentThread().isInterrupted()) {
      pause(WATCH);
    }
  }

  private synchronized boolean restarted() {
    Supervised before = supervised;
    if (closed || before == null) {
      return true;
    }
    LOG.warn("The database server {} ended; it is started again.", before.postmaster.pid());
    try {
      awaitNoProcess();
      Postmaster.deleteFile(folder.data());
      Postmaster again = launch(before.binaries, before.user, before.postmaster.port());
      supervised = before.with(again);
      LOG.info("Started the database server {} on port {}.", again.pid(), again.port());
      return true;
    } catch (IOException e) {
      LOG.warn("The database server does not start: {}", e.getMessage());
      return false;
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops the server and lets go of the folder. Closing twice does nothing more. */
  @Override
  public synchronized void close() {
    closed = true;
    Supervised last = supervised;
    supervised = null;
    if (last == null) {
      return;
    }
    try (last.lock) {
      if (Postmaster.in(folder.data()) != null) {
        stop(last.binaries, last.user);
      }
      LOG.info("Stopped the database server {}.", last.postmaster.pid());
    } catch (IOException e) {
      throw new UnavailableException("The database server does not stop", e);
    }
  }
}
