package io.testudo.app.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * What tells whether a file still begins with what was read of it: digests of the first and the
 * last bytes that were read, and how many there were. A file that grew, was renamed or copied holds
 * it; one that was replaced or begun anew does not, whatever its size.
 *
 * <p>A change of bytes between the samples that leaves the length as it was is not seen.
 *
 * @param bytes how many bytes were read
 * @param head digest of the first of them, at most {@value #SAMPLE}; empty if it was not taken
 * @param tail digest of the last of them, at most {@value #SAMPLE}; empty if it was not taken
 */
record Fingerprint(long bytes, String head, String tail) {

  /** How many bytes a digest is taken of. */
  static final int SAMPLE = 1024;

  /** Nothing was read. */
  static final Fingerprint NONE = new Fingerprint(0, "", "");

  private static final int DIGEST_BYTES = 16;

  /** Of the first {@code bytes} bytes of a file. */
  static Fingerprint of(Path file, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      int length = (int) Math.min(SAMPLE, bytes);
      return new Fingerprint(
          bytes,
          digest(sample(channel, 0, length)),
          digest(sample(channel, bytes - length, length)));
    }
  }

  /**
   * Whether the file begins with what was read; where no digest was taken, whether it is as long.
   */
  boolean isHeldBy(Path file) throws IOException {
    if (Files.size(file) < bytes) {
      return false;
    }
    return head.isEmpty() || equals(of(file, bytes));
  }

  /** Whether the file, unpacked by gzip, begins with what was read. */
  boolean isHeldPacked(Path file) throws IOException {
    int length = (int) Math.min(SAMPLE, bytes);
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16)) {
      byte[] first = in.readNBytes(length);
      if (first.length < length || !digest(first).equals(head)) {
        return false;
      }
      if (bytes == length) {
        return true;
      }
      long between = Math.max(0, bytes - 2L * length);
      in.skipNBytes(between);
      byte[] rest = in.readNBytes((int) (bytes - length - between));
      byte[] both = Arrays.copyOf(first, first.length + rest.length);
      System.arraycopy(rest, 0, both, first.length, rest.length);
      return first.length + between + rest.length == bytes
          && digest(Arrays.copyOfRange(both, both.length - length, both.length)).equals(tail);
    } catch (EOFException | ZipException e) {
      return false;
    }
  }

  /**
   * The first bytes of a file, unpacked if it is packed by gzip, at most {@value #SAMPLE}; of a
   * damaged one none.
   */
  static byte[] first(Path file) throws IOException {
    if (!isPacked(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        return in.readNBytes(SAMPLE);
      }
    }
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return in.readNBytes(SAMPLE);
    } catch (EOFException | ZipException e) {
      return new byte[0];
    }
  }

  /** Whether a file is packed by gzip. */
  static boolean isPacked(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] magic = in.readNBytes(2);
      return magic.length == 2 && (magic[0] & 0xFF) == 0x1F && (magic[1] & 0xFF) == 0x8B;
    }
  }

  /** Whether a file that begins with {@code first} may hold what was read. */
  boolean mayBegin(byte[] first) {
    int length = (int) Math.min(SAMPLE, bytes);
    return length > 0
        && !head.isEmpty()
        && first.length >= length
        && digest(Arrays.copyOf(first, length)).equals(head);
  }

  private static byte[] sample(FileChannel channel, long from, int length) throws IOException {
    ByteBuffer sample = ByteBuffer.allocate(length);
    while (sample.hasRemaining()) {
      if (channel.read(sample, from + sample.position()) < 0) {
        break;
      }
    }
    return Arrays.copyOf(sample.array(), sample.position());
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
