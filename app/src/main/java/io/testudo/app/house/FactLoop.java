package io.testudo.app.house;

import io.testudo.ports.EventLog;
import io.testudo.ports.SealedFact;
import io.testudo.ports.UnavailableException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the facts of the log to a reader, batch after batch, on a thread of its own.
 *
 * <p>When a commit of the reader fails, what it holds in memory is ahead of the store, so it is
 * restored from there and shown the batch again.
 */
final class FactLoop implements Runnable, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FactLoop.class);
  private static final int BATCH = 500;
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final String name;
  private final EventLog log;
  private final Reader reader;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile long offset;

  /** Takes facts in; its effects and its place are committed together. For one thread. */
  interface Reader {

    /** Goes back to what the log holds, and tells the sequence of the last fact that it has. */
    long restore();

    /**
     * Takes facts in.
     *
     * @param end the sequence up to which there is no other fact
     */
    void consume(List<SealedFact> batch, long end);

    /**
     * There is nothing new; called about once a second.
     *
     * @param end the sequence of the last fact that was taken in
     */
    void idle(long end);
  }

  FactLoop(String name, EventLog log, Reader reader) {
    this.name = name;
    this.log = log;
    this.reader = reader;
    this.thread = Thread.ofPlatform().name(name).unstarted(this);
  }

  void start() {
    offset = reader.restore();
    thread.start();
  }

  /** A place in the log as a reader's checkpoint holds it. */
  static byte[] position(long sequence) {
    return ByteBuffer.allocate(Long.BYTES).putLong(sequence).array();
  }

  /** What {@link #position} wrote; the beginning if there is nothing. */
  static long sequence(byte @Nullable [] position) {
    return position == null ? 0 : ByteBuffer.wrap(position).getLong();
  }

  /** Whether everything that the log holds at this moment was taken in. */
  boolean isLevel() {
    return offset >= log.size();
  }

  @Override
  public void run() {
    while (!stopping) {
      try {
        if (log.awaitBeyond(offset, WAIT)) {
          // Asked for first: a fact that comes meanwhile is not passed over with forgotten ones.
          long size = log.size();
          List<SealedFact> batch = log.read(offset, BATCH);
          long end = batch.isEmpty() ? size : batch.getLast().sequence();
          reader.consume(batch, end);
          offset = end;
        } else {
          reader.idle(offset);
        }
      } catch (InterruptedException e) {
        return;
      } catch (UnavailableException e) {
        LOG.warn("The {} reader waits for the event log: {}", name, e.getMessage());
        recover();
      } catch (RuntimeException e) {
        LOG.error("The {} reader failed; it starts again from what the log holds.", name, e);
        recover();
      }
    }
  }

  private void recover() {
    while (!stopping) {
      try {
        Thread.sleep(RETRY);
        offset = reader.restore();
        return;
      } catch (RuntimeException e) {
        LOG.warn("The {} reader still cannot go on: {}", name, e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Override
  public void close() {
    stopping = true;
    try {
      // A platform whose web server did not start is closed before its readers began.
      if (thread.getState() != Thread.State.NEW) {
        thread.join(Duration.ofSeconds(10));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
