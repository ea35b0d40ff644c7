package io.testudo.telemetry.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The files of a zip archive, read from its local headers as a stream; the directory at the end is
 * not needed.
 *
 * <p>Stored and deflated entries are read, with sizes before or behind the data, ZIP64 included.
 * Where an entry's end cannot be told (encrypted or stored, sizes behind it), and after damage, the
 * next header is searched for.
 */
final class ZipEntries {

  private static final int ENCRYPTED = 1;
  private static final int SIZES_BEHIND = 8;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final long IN_ZIP64_FIELD = 0xFFFF_FFFFL;

  private final PeekableBytes in;
  private final UnpackBudget budget;
  private final ZoneId zone;

  private @Nullable InflatedBytes inflated;
  private @Nullable StoredBytes stored;
  private boolean sizesBehind;
  private boolean endUnknown;
  private long packedSize;
  private long statedChecksum;

  ZipEntries(PeekableBytes in, UnpackBudget budget, ZoneId zone) {
    this.in = in;
    this.budget = budget;
    this.zone = zone;
  }

  /** The next file, or null at the end. */
  @Nullable Entry next() throws IOException {
    while (true) {
      passRest();
      if (in.ahead(1) == 0
          || in.startsWith('P', 'K', 1, 2)
          || in.startsWith('P', 'K', 5, 6)
          || in.startsWith('P', 'K', 6, 6)
          || in.startsWith('P', 'K', 6, 8)) {
        return null;
      }
      if (in.startsWith('P', 'K', 7, 8)) {
        in.take(4);
        continue;
      }
      if (!in.startsWith('P', 'K', 3, 4)) {
        long at = in.position();
        if (!seekHeader()) {
          throw new DamagedContainerException("has no valid entry header at byte " + at);
        }
        continue;
      }
      Entry entry = begin();
      if (!entry.name().endsWith("/")) {
        return entry;
      }
    }
  }

  private Entry begin() throws IOException {
    budget.entry();
    byte[] header = in.takeBytes(30);
    if (header.length < 30) {
      throw new DamagedContainerException("ends within an entry header");
    }
    int flags = LittleEndian.unsigned16(header, 6);
    int method = LittleEndian.unsigned16(header, 8);
    statedChecksum = LittleEndian.unsigned32(header, 14);
    packedSize = LittleEndian.unsigned32(header, 18);
    long size = LittleEndian.unsigned32(header, 22);
    byte[] name = in.takeBytes(LittleEndian.unsigned16(header, 26));
    byte[] extra = in.takeBytes(LittleEndian.unsigned16(header, 28));
    packedSize = wide(extra, size, packedSize);
    sizesBehind = (flags & SIZES_BEHIND) != 0;
    endUnknown = false;
    Instant modified = modified(header);
    String label = new String(name, StandardCharsets.UTF_8);
    boolean encrypted = (flags & ENCRYPTED) != 0;
    if (!encrypted && method == DEFLATED) {
      inflated = new InflatedBytes(in, budget);
      return new Entry(label, modified, inflated, "");
    }
    if (!encrypted && method == STORED && !sizesBehind) {
      stored = new StoredBytes(packedSize);
      return new Entry(label, modified, stored, "");
    }
    endUnknown = sizesBehind && packedSize == 0;
    if (!endUnknown) {
      stored = new StoredBytes(packedSize);
    }
    String obstacle =
        encrypted
            ? "is encrypted"
            : method == STORED
                ? "is stored without its size before it"
                : "is packed by method " + method + ", which is not read here";
    return new Entry(label, modified, InputStream.nullInputStream(), obstacle);
  }

  private static long wide(byte[] extra, long size, long packedSize) {
    if (packedSize != IN_ZIP64_FIELD) {
      return packedSize;
    }
    int at = 0;
    while (at + 4 <= extra.length) {
      int length = LittleEndian.unsigned16(extra, at + 2);
      if (LittleEndian.unsigned16(extra, at) == 1) {
        int field = at + 4 + (size == IN_ZIP64_FIELD ? 8 : 0);
        if (field + 8 <= Math.min(extra.length, at + 4 + length)) {
          return Math.max(0, LittleEndian.signed64(extra, field));
        }
      }
      at += 4 + length;
    }
    return packedSize;
  }

  private @Nullable Instant modified(byte[] header) {
    int time = LittleEndian.unsigned16(header, 10);
    int date = LittleEndian.unsigned16(header, 12);
    try {
      return LocalDateTime.of(
              1980 + (date >> 9),
              (date >> 5) & 15,
              date & 31,
              time >> 11,
              (time >> 5) & 63,
              2 * (time & 31))
          .atZone(zone)
          .toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Passes over what nobody read of the current entry. */
  private void passRest() throws IOException {
    InflatedBytes deflate = inflated;
    StoredBytes plain = stored;
    inflated = null;
    stored = null;
    if (plain != null) {
      if (!in.discard(plain.left)) {
        throw new DamagedContainerException("ends in the middle of an entry");
      }
      return;
    }
    if (endUnknown) {
      endUnknown = false;
      seekHeader();
      return;
    }
    if (deflate == null) {
      return;
    }
    if (!deflate.hasEnded()) {
      deflate.close();
      if (sizesBehind || !in.discard(packedSize - deflate.packedBytes())) {
        seekHeader();
      }
      return;
    }
    if (sizesBehind) {
      skipDescriptor(deflate);
    }
    if (statedChecksum != deflate.checksum()) {
      throw new ChecksumException();
    }
  }

  /** The checksum of the entry that was read last does not confirm it; reading may go on. */
  static final class ChecksumException extends IOException {
    private static final long serialVersionUID = 1L;

    ChecksumException() {
      super("holds data that its checksum does not confirm");
    }
  }

  private void skipDescriptor(InflatedBytes deflate) throws IOException {
    if (in.startsWith('P', 'K', 7, 8)) {
      in.take(4);
    }
    byte[] descriptor = in.peek(20);
    if (descriptor.length < 12) {
      in.discard(descriptor.length);
      throw new DamagedContainerException("ends within an entry's sizes");
    }
    statedChecksum = LittleEndian.unsigned32(descriptor, 0);
    boolean wide =
        descriptor.length == 20
            && LittleEndian.signed64(descriptor, 4) == deflate.packedBytes()
            && LittleEndian.signed64(descriptor, 12) == deflate.unpackedBytes();
    in.take(wide ? 20 : 12);
  }

  /** Goes forward to the next thing that looks like a header; false if there is none. */
  private boolean seekHeader() throws IOException {
    while (true) {
      int there = in.ahead(4096);
      if (there < 4) {
        in.take(there);
        return false;
      }
      byte[] buffer = in.buffer();
      int from = in.bufferFrom();
      for (int i = 0; i + 4 <= there; i++) {
        if (buffer[from + i] == 'P' && buffer[from + i + 1] == 'K') {
          int kind = buffer[from + i + 2] << 8 | buffer[from + i + 3];
          if (kind == 0x0304 || kind == 0x0102 || kind == 0x0506) {
            in.take(i);
            return true;
          }
        }
      }
      in.take(there - 3);
    }
  }

  /** An entry that lies in the archive as it is. */
  private final class StoredBytes extends InputStream {
    private final CRC32 checksum = new CRC32();
    private final byte[] one = new byte[1];
    private long left;

    StoredBytes(long size) {
      left = size;
    }

    @Override
    public int read() throws IOException {
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(target, offset, (int) Math.min(length, left));
      if (read < 0) {
        left = 0;
        throw new DamagedContainerException("ends in the middle of an entry");
      }
      left -= read;
      checksum.update(target, offset, read);
      if (left == 0 && checksum.getValue() != statedChecksum) {
        throw new DamagedContainerException("holds data that its checksum does not confirm");
      }
      return read;
    }
  }
}
