package io.testudo.telemetry.spool;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A place in a spool, and the reading on from there. For one thread at a time. */
public final class SpoolCursor implements AutoCloseable {

  private static final int BUFFER_BYTES = 64 * 1024;

  private final Spool spool;
  private long segment;
  private long position = SpoolRecords.HEADER_BYTES;
  private long record;
  private long readable;
  private @Nullable FileChannel channel;
  private ByteBuffer ahead = ByteBuffer.allocate(BUFFER_BYTES).flip();

  SpoolCursor(Spool spool, long segment) {
    this.spool = spool;
    this.segment = segment;
  }

  /** The segment in which the message lies that was read last. */
  public String item() {
    return SpoolSegments.name(segment);
  }

  /** The ordinal there of the message that was read last; 0 if none was read there. */
  public long record() {
    return record;
  }

  /**
   * The next message that is on disk, or null if none comes within {@code wait}.
   *
   * @throws IOException if the segment cannot be read, or what it holds is damaged
   */
  public @Nullable SpooledMessage next(Duration wait) throws IOException {
    try {
      while (position >= readable) {
        Spool.Readable there = spool.await(segment, position, wait);
        readable = there.bytes();
        if (position < readable) {
          break;
        }
        long next = there.isComplete() ? spool.after(segment) : segment;
        if (next == segment) {
          return null;
        }
        close();
        segment = next;
        position = SpoolRecords.HEADER_BYTES;
        readable = 0;
        record = 0;
      }
      return read();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private SpooledMessage read() throws IOException {
    need(SpooledMessage.PREFIX_BYTES);
    int bodyBytes = ahead.getInt(ahead.position());
    if (bodyBytes < SpooledMessage.LEAST_BODY_BYTES
        || bodyBytes > readable - position - SpooledMessage.PREFIX_BYTES) {
      throw damaged();
    }
    int bytes = SpooledMessage.PREFIX_BYTES + bodyBytes;
    need(bytes);
    SpooledMessage message = SpooledMessage.decode(ahead.array(), ahead.position(), bytes);
    if (message == null) {
      throw damaged();
    }
    ahead.position(ahead.position() + bytes);
    position += bytes;
    record++;
    return message;
  }

  private IOException damaged() {
    return new IOException(
        "spool segment " + file() + " is damaged at byte " + position + ", record " + (record + 1));
  }

  private String file() {
    return SpoolSegments.name(segment);
  }

  private void need(int bytes) throws IOException {
    if (ahead.remaining() >= bytes) {
      return;
    }
    FileChannel open = channel;
    if (open == null) {
      open = FileChannel.open(spool.file(segment), StandardOpenOption.READ);
      channel = open;
    }
    long fileAt = position + ahead.remaining();
    if (ahead.capacity() < bytes) {
      ahead = ByteBuffer.allocate(Math.max(bytes, BUFFER_BYTES)).put(ahead);
    } else {
      ahead.compact();
    }
    while (ahead.position() < bytes) {
      ahead.limit((int) Math.min(ahead.capacity(), ahead.position() + readable - fileAt));
      int read = open.read(ahead, fileAt);
      if (read <= 0) {
        throw new EOFException("spool segment " + file() + " ends before its last message");
      }
      fileAt += read;
    }
    ahead.flip();
  }

  void passOver(long records) throws IOException {
    while (record < records) {
      Spool.Readable there;
      try {
        there = spool.await(segment, position, Duration.ZERO);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      readable = there.bytes();
      if (position >= readable) {
        return;
      }
      read();
    }
  }

  @Override
  public void close() throws IOException {
    ahead.clear().flip();
    ahead.limit(0);
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
