package io.testudo.telemetry.collector;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams between the socket and the spool, bounded in bytes. When more come than it can hold,
 * what goes is from the middle: the first half of the bound keeps the beginning of the burst, the
 * second half its latest part. What is taken out stays in order.
 *
 * <p>Safe for one thread that puts and one that takes.
 */
final class BurstBuffer {

  /** What a datagram takes beside its bytes. */
  private static final int OVERHEAD_BYTES = 128;

  /** A datagram as it came. */
  record Received(Instant at, String peer, byte[] bytes) {}

  private final int halfBytes;
  private final ArrayDeque<Received> first = new ArrayDeque<>();
  private final ArrayDeque<Received> latest = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private int firstBytes;
  private int latestBytes;
  private boolean closed;

  BurstBuffer(int mostBytes) {
    halfBytes = mostBytes / 2;
  }

  /** Puts a datagram; says how many had to go for it. */
  int put(Received datagram) {
    int size = datagram.bytes().length + OVERHEAD_BYTES;
    lock.lock();
    try {
      int shed = 0;
      if (latest.isEmpty() && firstBytes + size <= halfBytes) {
        first.addLast(datagram);
        firstBytes += size;
      } else {
        while (latestBytes + size > halfBytes) {
          latestBytes -= latest.removeFirst().bytes().length + OVERHEAD_BYTES;
          shed++;
        }
        latest.addLast(datagram);
        latestBytes += size;
      }
      filled.signal();
      return shed;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the datagram that came first; null if none comes in time, or it is closed and empty. */
  @Nullable Received take(long waitMillis) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(waitMillis);
      while (first.isEmpty() && latest.isEmpty() && !closed && left > 0) {
        left = filled.awaitNanos(left);
      }
      Received datagram = first.pollFirst();
      if (datagram != null) {
        firstBytes -= datagram.bytes().length + OVERHEAD_BYTES;
        return datagram;
      }
      datagram = latest.pollFirst();
      if (datagram != null) {
        latestBytes -= datagram.bytes().length + OVERHEAD_BYTES;
      }
      return datagram;
    } finally {
      lock.unlock();
    }
  }

  /** No more will be put. */
  void close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether no more will be put. */
  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }
}
