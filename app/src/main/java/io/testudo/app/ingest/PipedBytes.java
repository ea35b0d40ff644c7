package io.testudo.app.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What comes through a pipe, for a reader who wants to know when nothing comes: another thread
 * takes the bytes out of the pipe into a queue of at most {@value #MOST_BLOCKS} blocks. A full
 * queue makes the writer wait. Closed, the stream is at its end.
 */
final class PipedBytes extends InputStream {

  private static final int BLOCK_BYTES = 64 * 1024;
  private static final int MOST_BLOCKS = 64;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final byte[] END = {};

  private final FileChannel pipe;
  private final Runnable paused;
  private final BlockingQueue<byte[]> blocks = new ArrayBlockingQueue<>(MOST_BLOCKS);
  private byte[] block = {};
  private int at;
  private boolean ended;
  private volatile boolean closed;
  private volatile @Nullable IOException failure;

  /**
   * Begins to take bytes out of a pipe.
   *
   * @param paused called by the reading thread when nothing came for a second, again and again
   */
  PipedBytes(FileChannel pipe, Runnable paused) {
    this.pipe = pipe;
    this.paused = paused;
    Thread.ofPlatform().daemon().name("pipe").start(this::pump);
  }

  private void pump() {
    ByteBuffer buffer = ByteBuffer.allocate(BLOCK_BYTES);
    try {
      while (!closed && pipe.read(buffer.clear()) >= 0) {
        put(Arrays.copyOf(buffer.array(), buffer.position()));
      }
    } catch (ClosedChannelException e) {
      // The stream is closed: nobody reads any more.
    } catch (IOException e) {
      failure = e;
    }
    put(END);
  }

  private void put(byte[] bytes) {
    try {
      while (!closed && !blocks.offer(bytes, PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {}
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  /** Goes to the next block that holds something; false at the end. */
  private boolean more() throws IOException {
    while (at == block.length && !ended) {
      byte[] next;
      try {
        next = closed ? END : blocks.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        next = END;
      }
      if (next == null) {
        paused.run();
      } else {
        ended = next == END;
        block = next;
        at = 0;
      }
    }
    IOException failed = failure;
    if (ended && failed != null && !closed) {
      throw failed;
    }
    return !ended;
  }

  @Override
  public int read() throws IOException {
    return more() ? block[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!more()) {
      return -1;
    }
    int count = Math.min(length, block.length - at);
    System.arraycopy(block, at, target, offset, count);
    at += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    pipe.close();
  }
}
