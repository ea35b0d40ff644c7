package io.testudo.telemetry.container;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A stream of which the next bytes can be looked at before they are taken. Not thread-safe. */
public final class PeekableBytes extends InputStream {

  /** How far one can look ahead. */
  public static final int MOST_AHEAD = 64 * 1024;

  private final InputStream in;
  private byte[] buffer = new byte[8 * 1024];
  private int from;
  private int to;
  private long taken;
  private boolean ended;
  private @Nullable IOException failure;

  /** A view of {@code in} from where it stands. */
  public PeekableBytes(InputStream in) {
    this.in = in;
  }

  /**
   * Looks ahead, reading as much as it takes.
   *
   * @param wanted how many bytes to have in view, at most {@link #MOST_AHEAD}
   * @return how many are in view: fewer than wanted only if the stream ends or fails before
   * @throws IOException if the stream failed and nothing is left in view
   */
  public int ahead(int wanted) throws IOException {
    if (wanted > MOST_AHEAD) {
      throw new IllegalArgumentException(
          "wanted (" + wanted + ") of PeekableBytes must be at most " + MOST_AHEAD);
    }
    while (to - from < wanted && !ended && failure == null) {
      makeRoom(wanted);
      try {
        int read = in.read(buffer, to, buffer.length - to);
        if (read < 0) {
          ended = true;
        } else {
          to += read;
        }
      } catch (IOException e) {
        failure = e;
      }
    }
    if (from == to && failure != null) {
      throw failure;
    }
    return to - from;
  }

  private void makeRoom(int wanted) {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    if (buffer.length < wanted) {
      buffer = Arrays.copyOf(buffer, Math.min(MOST_AHEAD, Math.max(wanted, 2 * buffer.length)));
    }
  }

  /** The next {@code count} bytes, or as many as there are, without taking them. */
  public byte[] peek(int count) throws IOException {
    int there = Math.min(count, ahead(count));
    return Arrays.copyOfRange(buffer, from, from + there);
  }

  /** Whether the next bytes are these. */
  boolean startsWith(int... bytes) throws IOException {
    if (ahead(bytes.length) < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((buffer[from + i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** How many bytes were taken so far. */
  public long position() {
    return taken;
  }

  byte[] buffer() {
    return buffer;
  }

  int bufferFrom() {
    return from;
  }

  void take(int count) {
    from += count;
    taken += count;
  }

  @Override
  public int read() throws IOException {
    if (ahead(1) < 1) {
      return -1;
    }
    int next = buffer[from] & 0xFF;
    take(1);
    return next;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (from == to && length >= buffer.length && !ended && failure == null) {
      int read = in.read(target, offset, length);
      if (read < 0) {
        ended = true;
      } else {
        taken += read;
      }
      return read;
    }
    if (ahead(1) < 1) {
      return -1;
    }
    int count = Math.min(length, to - from);
    System.arraycopy(buffer, from, target, offset, count);
    take(count);
    return count;
  }

  /** The next {@code count} bytes, or a shorter array at the end. */
  byte[] takeBytes(int count) throws IOException {
    byte[] bytes = new byte[count];
    int read = readNBytes(bytes, 0, count);
    return read == count ? bytes : Arrays.copyOf(bytes, read);
  }

  /** Skips so many bytes, or to the end; whether there were so many. */
  boolean discard(long count) throws IOException {
    byte[] scrap = null;
    long left = count;
    while (left > 0) {
      if (from < to) {
        int here = (int) Math.min(left, to - from);
        take(here);
        left -= here;
        continue;
      }
      if (scrap == null) {
        scrap = new byte[32 * 1024];
      }
      int read = read(scrap, 0, (int) Math.min(left, scrap.length));
      if (read < 0) {
        return false;
      }
      left -= read;
    }
    return true;
  }
}
