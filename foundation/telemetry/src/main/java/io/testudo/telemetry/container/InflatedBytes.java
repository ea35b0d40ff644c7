package io.testudo.telemetry.container;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** One raw deflate stream, which leaves the bytes behind its end to whoever reads on. */
final class InflatedBytes extends InputStream {

  private final PeekableBytes packed;
  private final UnpackBudget budget;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] one = new byte[1];
  private long unpackedBytes;
  private long packedBytes;
  private boolean ended;

  InflatedBytes(PeekableBytes packed, UnpackBudget budget) {
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
      int there = packed.ahead(1);
      inflater.setInput(packed.buffer(), packed.bufferFrom(), there);
      int produced;
      try {
        produced = inflater.inflate(target, offset, length);
      } catch (DataFormatException e) {
        throw new DamagedContainerException("holds damaged deflate data");
      }
      int used = there - inflater.getRemaining();
      packed.take(used);
      packedBytes += used;
      if (inflater.finished()) {
        close();
      }
      if (produced > 0) {
        unpackedBytes += produced;
        checksum.update(target, offset, produced);
        budget.unpacked(produced, unpackedBytes, packedBytes);
        return produced;
      }
      if (!ended && (there == 0 || inflater.needsDictionary())) {
        throw new DamagedContainerException("ends in the middle of its deflate data");
      }
    }
    return -1;
  }

  boolean hasEnded() {
    return ended;
  }

  long unpackedBytes() {
    return unpackedBytes;
  }

  long packedBytes() {
    return packedBytes;
  }

  long checksum() {
    return checksum.getValue();
  }

  @Override
  public void close() {
    if (!ended) {
      ended = true;
      inflater.end();
    }
  }
}
