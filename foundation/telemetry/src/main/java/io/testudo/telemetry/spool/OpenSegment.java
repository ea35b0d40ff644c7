package io.testudo.telemetry.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The segment that a spool appends to, through a buffer of bounded size. Not thread-safe. */
final class OpenSegment implements AutoCloseable {

  private static final int BUFFER_BYTES = 256 * 1024;

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private long writtenBytes = SpoolRecords.HEADER_BYTES;
  private long syncedBytes = SpoolRecords.HEADER_BYTES;

  private OpenSegment(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Begins a segment in a file that must not be there yet; its header is forced to disk. Where that
   * fails nothing is left.
   */
  static OpenSegment begin(Path file, long millis) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      ByteBuffer header = SpoolRecords.header(millis);
      while (header.hasRemaining()) {
        channel.write(header);
      }
      channel.force(true);
      return new OpenSegment(channel);
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Cuts off what is not known to be on disk. */
  void cutToSynced() throws IOException {
    channel.truncate(syncedBytes);
    writtenBytes = syncedBytes;
  }

  /** How many bytes it holds, those in the buffer included. */
  long writtenBytes() {
    return writtenBytes;
  }

  /** How many of them are on disk. */
  long syncedBytes() {
    return syncedBytes;
  }

  /** Appends a record. */
  void write(ByteBuffer record) throws IOException {
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

  /** Forces to disk all that was written. */
  void force() throws IOException {
    drain();
    channel.force(false);
    syncedBytes = writtenBytes;
  }

  /** Closes the file; what was not forced may be lost. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
