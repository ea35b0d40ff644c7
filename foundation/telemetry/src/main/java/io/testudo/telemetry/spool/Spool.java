package io.testudo.telemetry.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages on disk, between the sockets that they came over and the reader: a folder of segment
 * files, each appended to, then left as it is, and deleted some time after it was read.
 *
 * <p>Guarantees: a reader sees only what was forced to disk, so what it saw is there after a kill
 * or a power cut; forcing is shared by all messages of {@link SpoolConfig#syncInterval} or {@link
 * SpoolConfig#syncBytes}. A tail that a kill tore is cut off when the spool is opened. When {@link
 * SpoolConfig#mostBytes} are reached, messages are shed and counted, and what is there stays.
 *
 * <p>Safe for use by several threads. One process per folder.
 */
public final class Spool implements AutoCloseable {

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Path folder;
  private final SpoolConfig config;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition synced = lock.newCondition();
  private final Condition written = lock.newCondition();

  private final CompleteSegments complete;
  private final Thread syncer;
  private long current;
  private OpenSegment open;
  private long messages;
  private long shed;
  private @Nullable IOException failure;
  private boolean closed;

  private Spool(Path folder, SpoolConfig config, InstantSource clock) throws IOException {
    this.folder = folder;
    this.config = config;
    this.clock = clock;
    create(folder);
    complete = CompleteSegments.of(folder);
    current = complete.last() + 1;
    open = OpenSegment.begin(file(current), clock.millis());
    syncer = Thread.ofPlatform().daemon().name("spool-sync").unstarted(this::syncAgainAndAgain);
  }

  private static void create(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /**
   * Opens the spool in this folder, which is made for its owner alone if it is not there; cuts off
   * a torn tail.
   */
  public static Spool open(Path folder, SpoolConfig config, InstantSource clock)
      throws IOException {
    Spool spool = new Spool(folder, config, clock);
    spool.syncer.start();
    return spool;
  }

  /**
   * Takes a message that came now.
   *
   * @return whether it was taken; false if the spool is full, and then it is counted as shed
   * @throws IOException if the disk fails; the message is not taken
   */
  public boolean append(
      SpooledMessage.Transport transport, String peer, byte[] bytes, int from, int length)
      throws IOException {
    return append(clock.instant(), transport, peer, bytes, from, length);
  }

  /** Takes a message that came at this time, as {@link #append} takes one that came now. */
  public boolean append(
      Instant received,
      SpooledMessage.Transport transport,
      String peer,
      byte[] bytes,
      int from,
      int length)
      throws IOException {
    ByteBuffer record = SpooledMessage.encode(received, transport, peer, bytes, from, length);
    lock.lock();
    try {
      requireSound();
      if (bytes() + record.remaining() > config.mostBytes()) {
        deleteOld();
      }
      if (bytes() + record.remaining() > config.mostBytes()) {
        shed++;
        return false;
      }
      if (open.writtenBytes() + record.remaining() > config.segmentBytes()
          && open.writtenBytes() > SpoolRecords.HEADER_BYTES) {
        rotate();
      }
      open.write(record);
      messages++;
      if (open.writtenBytes() - open.syncedBytes() >= config.syncBytes()) {
        force();
      } else {
        written.signal();
      }
      return true;
    } catch (IOException e) {
      failure = e;
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private void requireSound() throws IOException {
    if (failure != null) {
      throw new IOException("the spool failed before: " + failure.getMessage(), failure);
    }
    if (closed) {
      throw new IOException("the spool is closed");
    }
  }

  private void force() throws IOException {
    open.force();
    synced.signalAll();
  }

  private void rotate() throws IOException {
    force();
    continueInNext();
  }

  /** Begins the next segment first: where that fails the present one stays as it is. */
  private void continueInNext() throws IOException {
    OpenSegment next = OpenSegment.begin(file(current + 1), clock.millis());
    OpenSegment last = open;
    complete.add(current, last.syncedBytes());
    current++;
    open = next;
    synced.signalAll();
    last.cutToSynced();
    last.close();
    Files.setLastModifiedTime(file(current - 1), FileTime.from(clock.instant()));
    deleteOld();
  }

  /**
   * Tries to go on after the disk failed: in a new segment, since nobody knows what became of bytes
   * whose way to the disk failed. What was taken and not synced by then is lost.
   */
  private void tryAgain() {
    try {
      continueInNext();
      failure = null;
    } catch (IOException e) {
      failure = e;
    }
  }

  /** Why the disk takes nothing at present, in one line; empty as long as it does. */
  public String trouble() {
    lock.lock();
    try {
      return failure == null ? "" : String.valueOf(failure.getMessage());
    } finally {
      lock.unlock();
    }
  }

  /** Forces to disk all that was taken so far. */
  public void sync() throws IOException {
    lock.lock();
    try {
      requireSound();
      force();
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private void syncAgainAndAgain() {
    lock.lock();
    try {
      while (!closed) {
        if (failure != null) {
          long unused = written.awaitNanos(RETRY.toNanos());
          if (!closed) {
            tryAgain();
          }
          continue;
        }
        if (open.writtenBytes() == open.syncedBytes()) {
          long unused = written.awaitNanos(TimeUnit.SECONDS.toNanos(1));
          continue;
        }
        long left = config.syncInterval().toNanos();
        while (left > 0 && !closed) {
          left = written.awaitNanos(left);
        }
        if (failure == null && open.writtenBytes() > open.syncedBytes() && !closed) {
          forceOrFail();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void forceOrFail() {
    try {
      force();
    } catch (IOException e) {
      failure = e;
    }
  }

  /** A cursor before the oldest message. */
  public SpoolCursor cursor() {
    lock.lock();
    try {
      return new SpoolCursor(this, complete.from(0, current));
    } finally {
      lock.unlock();
    }
  }

  /**
   * A cursor behind record {@code record} of the segment that is called {@code item}, or before the
   * oldest message behind it if that segment is gone.
   */
  public SpoolCursor cursorAfter(String item, long record) throws IOException {
    long segment = SpoolSegments.number(item);
    lock.lock();
    try {
      if (complete.size(segment) == null && segment != current) {
        return new SpoolCursor(this, complete.from(segment, current));
      }
    } finally {
      lock.unlock();
    }
    SpoolCursor cursor = new SpoolCursor(this, segment);
    cursor.passOver(record);
    return cursor;
  }

  /** All segments before this one were read, and may be deleted when their time has come. */
  public void readBefore(String item) {
    long segment = SpoolSegments.number(item);
    lock.lock();
    try {
      complete.readBefore(segment);
      deleteOld();
    } finally {
      lock.unlock();
    }
  }

  private void deleteOld() {
    complete.deleteRead(clock.instant().minus(config.retention()));
  }

  private long bytes() {
    return open.writtenBytes() + complete.bytes();
  }

  /** What the spool holds and did. */
  public SpoolStatistics statistics() {
    lock.lock();
    try {
      return new SpoolStatistics(
          messages, shed, complete.count() + 1, bytes(), complete.cutBytes());
    } finally {
      lock.unlock();
    }
  }

  /** The file of a segment. */
  Path file(long segment) {
    return folder.resolve(SpoolSegments.name(segment));
  }

  /** How much of a segment may be read, and whether more will come. */
  record Readable(long bytes, boolean isComplete) {}

  /**
   * Waits until more than {@code position} bytes of the segment may be read, it is complete, or the
   * time is over.
   */
  Readable await(long segment, long position, Duration wait) throws InterruptedException {
    lock.lock();
    try {
      long left = wait.toNanos();
      while (true) {
        Long size = complete.size(segment);
        if (size != null) {
          return new Readable(size, true);
        }
        if (segment != current || closed || left <= 0 || open.syncedBytes() > position) {
          return new Readable(segment == current ? open.syncedBytes() : 0, segment < current);
        }
        left = synced.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The number of the next segment after this one. */
  long after(long segment) {
    lock.lock();
    try {
      return complete.from(segment + 1, Math.max(current, segment));
    } finally {
      lock.unlock();
    }
  }

  /** Forces everything to disk and ends; readers then see no more. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      try {
        if (failure == null) {
          force();
        }
      } finally {
        closed = true;
        written.signalAll();
        synced.signalAll();
        open.close();
        Files.setLastModifiedTime(file(current), FileTime.from(clock.instant()));
      }
    } finally {
      lock.unlock();
    }
  }
}
