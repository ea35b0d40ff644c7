package io.testudo.telemetry.container;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a gzip file (RFC 1952) holds, all its members one after the other; bytes behind the last
 * member that do not begin another are left unread.
 */
final class GunzippedBytes extends InputStream {

  private static final int MOST_NAME_BYTES = 64 * 1024;

  private final PeekableBytes packed;
  private final UnpackBudget budget;
  private final byte[] one = new byte[1];
  private @Nullable InflatedBytes member;
  private boolean ended;

  /** The bytes of the gzip file that {@code packed} stands at. */
  GunzippedBytes(PeekableBytes packed, UnpackBudget budget) {
    this.packed = packed;
    this.budget = budget;
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      InflatedBytes current = member;
      if (current == null) {
        if (!packed.startsWith(0x1F, 0x8B, 8)) {
          ended = true;
          break;
        }
        skipHeader();
        member = new InflatedBytes(packed, budget);
        continue;
      }
      int read = current.read(target, offset, length);
      if (read > 0) {
        return read;
      }
      member = null;
      byte[] trailer = packed.takeBytes(8);
      if (trailer.length < 8) {
        ended = true;
        throw new DamagedContainerException("ends before its checksum");
      }
      if (LittleEndian.unsigned32(trailer, 0) != current.checksum()) {
        ended = true;
        throw new DamagedContainerException("holds data that its checksum does not confirm");
      }
    }
    return -1;
  }

  private void skipHeader() throws IOException {
    byte[] header = packed.takeBytes(10);
    if (header.length < 10) {
      throw new DamagedContainerException("ends within its header");
    }
    int flags = header[3];
    if ((flags & 4) != 0) {
      byte[] length = packed.takeBytes(2);
      if (length.length < 2 || !packed.discard(LittleEndian.unsigned16(length, 0))) {
        throw new DamagedContainerException("ends within its header");
      }
    }
    if ((flags & 8) != 0) {
      skipText();
    }
    if ((flags & 16) != 0) {
      skipText();
    }
    if ((flags & 2) != 0) {
      packed.discard(2);
    }
  }

  private void skipText() throws IOException {
    for (int i = 0; i < MOST_NAME_BYTES; i++) {
      int next = packed.read();
      if (next == 0) {
        return;
      }
      if (next < 0) {
        break;
      }
    }
    throw new DamagedContainerException("has a header without end");
  }

  @Override
  public void close() {
    if (member != null) {
      member.close();
    }
  }
}
