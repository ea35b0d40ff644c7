package io.testudo.telemetry.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
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

  private static final int BUFFER_BYTES = 256 * 1024;

  private final Path folder;
  private final SpoolConfig config;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition synced = lock.newCondition();
  private final Condition written = lock.newCondition();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  /** Sizes of the segments that are no longer appended to, by number. */
  private final TreeMap<Long, Long> complete = new TreeMap<>();

  private final Thread syncer;
  private long current;
  private FileChannel channel;
  private long writtenBytes;
  private long syncedBytes;
  private long readUpTo;
  private long messages;
  private long shed;
  private long cutBytes;
  private @Nullable IOException failure;
  private boolean closed;

  private Spool(Path folder, SpoolConfig config, InstantSource clock) throws IOException {
    this.folder = folder;
    this.config = config;
    this.clock = clock;
    create(folder);
    complete.putAll(SpoolSegments.sizes(folder));
    if (!complete.isEmpty()) {
      long last = complete.lastKey();
      long sound = SpoolSegments.cutTornTail(file(last));
      cutBytes = complete.put(last, sound) - sound;
    }
    current = complete.isEmpty() ? 1 : complete.lastKey() + 1;
    channel = begin(current);
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

  private FileChannel begin(long segment) throws IOException {
    FileChannel begun =
        FileChannel.open(file(segment), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    ByteBuffer header = SpoolRecords.header(clock.millis());
    while (header.hasRemaining()) {
      begun.write(header);
    }
    begun.force(true);
    writtenBytes = SpoolRecords.HEADER_BYTES;
    syncedBytes = writtenBytes;
    return begun;
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
    ByteBuffer record =
        SpooledMessage.encode(clock.instant(), transport, peer, bytes, from, length);
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
      if (writtenBytes + record.remaining() > config.segmentBytes()
          && writtenBytes > SpoolRecords.HEADER_BYTES) {
        rotate();
      }
      write(record);
      messages++;
      if (writtenBytes - syncedBytes >= config.syncBytes()) {
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

  private void write(ByteBuffer record) throws IOException {
    writtenBytes += record.remaining();
    if (record.remaining() > buffer.remaining()) {
      drain();
    }
    if (record.remaining() > buffer.capacity()) {
      while (record.hasRemaining()) {
        channel.write(record);
      }
    } else {
      buffer.put(record);
    }
  }

  private void drain() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  private void force() throws IOException {
    drain();
    channel.force(false);
    syncedBytes = writtenBytes;
    synced.signalAll();
  }

  private void rotate() throws IOException {
    force();
    channel.close();
    Files.setLastModifiedTime(file(current), FileTime.from(clock.instant()));
    complete.put(current, writtenBytes);
    current++;
    channel = begin(current);
    deleteOld();
    synced.signalAll();
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
      while (!closed && failure == null) {
        if (writtenBytes == syncedBytes) {
          long unused = written.awaitNanos(TimeUnit.SECONDS.toNanos(1));
          continue;
        }
        long left = config.syncInterval().toNanos();
        while (left > 0 && !closed) {
          left = written.awaitNanos(left);
        }
        if (writtenBytes > syncedBytes && !closed) {
          force();
        }
      }
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** A cursor before the oldest message. */
  public SpoolCursor cursor() {
    lock.lock();
    try {
      return new SpoolCursor(this, complete.isEmpty() ? current : complete.firstKey());
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
      boolean there = complete.containsKey(segment) || segment == current;
      if (!there) {
        Long next = complete.ceilingKey(segment);
        return new SpoolCursor(this, next == null ? current : next);
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
      readUpTo = Math.max(readUpTo, segment);
      deleteOld();
    } finally {
      lock.unlock();
    }
  }

  private void deleteOld() {
    Instant before = clock.instant().minus(config.retention());
    while (!complete.isEmpty() && complete.firstKey() < readUpTo) {
      Path file = file(complete.firstKey());
      try {
        if (Files.exists(file) && Files.getLastModifiedTime(file).toInstant().isAfter(before)) {
          return;
        }
        Files.deleteIfExists(file);
      } catch (IOException e) {
        return;
      }
      complete.remove(complete.firstKey());
    }
  }

  private long bytes() {
    long sum = writtenBytes;
    for (Map.Entry<Long, Long> segment : complete.entrySet()) {
      sum += segment.getValue();
    }
    return sum;
  }

  /** What the spool holds and did. */
  public SpoolStatistics statistics() {
    lock.lock();
    try {
      return new SpoolStatistics(messages, shed, complete.size() + 1, bytes(), cutBytes);
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
        Long size = complete.get(segment);
        if (size != null) {
          return new Readable(size, true);
        }
        if (segment != current || closed || left <= 0 || syncedBytes > position) {
          return new Readable(segment == current ? syncedBytes : 0, segment < current);
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
      Long next = complete.higherKey(segment);
      return next == null ? Math.max(current, segment) : next;
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
        channel.close();
        Files.setLastModifiedTime(file(current), FileTime.from(clock.instant()));
      }
    } finally {
      lock.unlock();
    }
  }
}
