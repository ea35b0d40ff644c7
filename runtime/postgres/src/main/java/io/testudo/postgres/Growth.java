package io.testudo.postgres;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets readers wait for facts: a commit of this process wakes them at once, one of another is seen
 * by asking the database twice a second.
 */
final class Growth {

  private static final long ASK_EVERY_NANOS = Duration.ofMillis(500).toNanos();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private long known;

  void reached(long size) {
    lock.lock();
    try {
      if (size > known) {
        known = size;
        grown.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the log is longer than {@code after}.
   *
   * @param stored asks the database for the log's size
   */
  boolean awaitBeyond(long after, Duration atMost, LongSupplier stored)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(atMost);
    while (!isBeyond(after)) {
      long size = stored.getAsLong();
      reached(size);
      if (size > after) {
        return true;
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      await(after, Math.min(left, ASK_EVERY_NANOS));
    }
    return true;
  }

  private boolean isBeyond(long after) {
    lock.lock();
    try {
      return known > after;
    } finally {
      lock.unlock();
    }
  }

  private void await(long after, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (known <= after && left > 0) {
        left = grown.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
