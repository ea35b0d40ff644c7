package io.testudo.postgres.heads;

import io.testudo.transparency.Checkpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The signed heads of a log, one after the other, in a file that only grows. Each is a signed note
 * ({@link Checkpoint}) and an empty line after it.
 */
public final class HeadsFile implements AutoCloseable {

  public static final String NAME = "heads";

  private static final int MOST_LINES = 64;

  private final Path path;
  private final FileChannel channel;

  private HeadsFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * The file in this folder, made if it is missing; a head that was not written whole is cut off.
   */
  public static HeadsFile in(Path folder) throws IOException {
    Path path = folder.resolve(NAME);
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    HeadsFile file = new HeadsFile(path, channel);
    file.cutUnfinished();
    return file;
  }

  private void cutUnfinished() throws IOException {
    long size = channel.size();
    int tailBytes = (int) Math.min(size, 2L * Checkpoint.MAX_CHARACTERS);
    ByteBuffer tail = ByteBuffer.allocate(tailBytes);
    channel.read(tail, size - tailBytes);
    String text = new String(tail.array(), StandardCharsets.ISO_8859_1);
    if (!text.isEmpty() && !endsWhole(text)) {
      int end = text.lastIndexOf("\n\n", text.length() - 1);
      while (end >= 0 && !endsWhole(text.substring(0, end + 2))) {
        end = text.lastIndexOf("\n\n", end - 1);
      }
      if (end >= 0 || size == tailBytes) {
        channel.truncate(size - tailBytes + (end < 0 ? 0 : end + 2));
      }
    }
  }

  /** A note's body too ends in an empty line; a whole note has its signatures before the line. */
  private static boolean endsWhole(String text) {
    int lastLine = text.lastIndexOf('\n', text.length() - 3) + 1;
    // An em dash in UTF-8 begins with this byte.
    return text.endsWith("\n\n") && text.length() > lastLine && text.charAt(lastLine) == 0xE2;
  }

  /** Adds a head and returns when it is on the disk. */
  synchronized void append(Checkpoint head) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(head.toText() + "\n");
    long at = channel.size();
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
    channel.force(true);
  }

  /** Reads from the beginning. */
  Reader read() throws IOException {
    return new Reader(Files.newInputStream(path));
  }

  /** Reads the file in this folder from the beginning; where there is none, no head. */
  public static Reader readIn(Path folder) throws IOException {
    Path path = folder.resolve(NAME);
    return new Reader(
        Files.exists(path) ? Files.newInputStream(path) : InputStream.nullInputStream());
  }

  /** How long the file in this folder is at the moment, in bytes. */
  public static long lengthIn(Path folder) throws IOException {
    Path path = folder.resolve(NAME);
    return Files.exists(path) ? Files.size(path) : 0;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /**
   * What stands at one place of the file.
   *
   * @param head null if it cannot be read
   * @param line the line where it begins, from 1
   * @param endsAt the place in the file after it, in bytes
   */
  public record Entry(@Nullable Checkpoint head, long line, long endsAt) {}

  /** Reads one head after the other in constant memory. */
  public static final class Reader implements AutoCloseable {

    private final BufferedReader in;
    private long line;
    private long bytes;

    private Reader(InputStream in) {
      this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** The next, or null at the end; what follows the last whole head is passed over. */
    public @Nullable Entry next() throws IOException {
      long first = line + 1;
      StringBuilder note = new StringBuilder();
      int emptyLines = 0;
      while (emptyLines < 2) {
        String text = readLine();
        if (text == null) {
          return null;
        }
        boolean tooLong = note.length() + text.length() > Checkpoint.MAX_CHARACTERS;
        if (tooLong || line - first > MOST_LINES) {
          return new Entry(null, first, bytes);
        }
        emptyLines += text.isEmpty() ? 1 : 0;
        if (emptyLines < 2) {
          note.append(text).append('\n');
        }
      }
      return new Entry(parse(note.toString()), first, bytes);
    }

    private static @Nullable Checkpoint parse(String note) {
      try {
        return Checkpoint.parse(note);
      } catch (IllegalArgumentException e) {
        return null;
      }
    }

    /** A line that ends, bounded in length however long it is. */
    private @Nullable String readLine() throws IOException {
      StringBuilder text = new StringBuilder();
      for (int c = in.read(); c >= 0; c = in.read()) {
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate((char) c) ? 2 : 3;
        if (c == '\n') {
          line++;
          return text.toString();
        }
        if (text.length() <= Checkpoint.MAX_CHARACTERS) {
          text.append((char) c);
        }
      }
      return null;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
