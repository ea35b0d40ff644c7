package io.testudo.telemetry.evtx;

import io.testudo.telemetry.record.Records;
import java.io.IOException;
import java.io.InputStream;

/**
 * The records of a Windows event log in the order of the file. The buffer is the record's whole
 * chunk, a new one for each chunk, since records refer to others within it.
 *
 * <p>A chunk that does not match its checksums is one more record before those that it holds, and
 * so is each stretch of a chunk that holds none; {@link EvtxDecoder} tells what is wrong with them.
 * Reading goes on at the next whole record: whoever can spoil one byte of a log must not hide the
 * rest of the chunk.
 */
public final class EvtxRecords implements Records {

  private static final int FILE_HEADER = 4096;
  private static final int HEADER_SIZE_AT = 40;

  private final InputStream in;
  private byte[] chunk = new byte[0];
  private int recordsEnd;
  private long chunkOffset = -1;
  private int from;
  private int length;
  private int next;
  private boolean isDamaged;

  /** The records of {@code in}, a file from its beginning. */
  public EvtxRecords(InputStream in) {
    this.in = in;
  }

  @Override
  public boolean next() throws IOException {
    if (chunkOffset < 0) {
      passHeader();
    }
    while (true) {
      if (next < recordsEnd || (isDamaged && follows())) {
        record();
        return true;
      }
      if (!readChunk()) {
        return false;
      }
      if (isUnused()) {
        continue;
      }
      isDamaged = !EvtxChunk.fault(chunk).isEmpty();
      if (!EvtxChunk.isChunk(chunk) || chunk.length < EvtxChunk.HEADER) {
        recordsEnd = 0;
      } else {
        recordsEnd = Math.min(chunk.length, EvtxChunk.recordsEnd(chunk));
        next = EvtxChunk.HEADER;
      }
      if (isDamaged) {
        from = 0;
        length = Math.min(chunk.length, EvtxChunk.HEADER);
        return true;
      }
    }
  }

  private void passHeader() throws IOException {
    byte[] header = in.readNBytes(FILE_HEADER);
    chunkOffset = header.length;
    if (header.length < FILE_HEADER) {
      return;
    }
    int size = EvtxChunk.u16(header, HEADER_SIZE_AT);
    if (size > FILE_HEADER) {
      chunkOffset += in.readNBytes(size - FILE_HEADER).length;
    }
  }

  private boolean readChunk() throws IOException {
    chunkOffset += chunk.length;
    chunk = in.readNBytes(EvtxChunk.BYTES);
    next = 0;
    recordsEnd = 0;
    return chunk.length > 0;
  }

  /** Whether the log was not written that far yet. */
  private boolean isUnused() {
    for (int i = 0; i < Math.min(chunk.length, EvtxChunk.HEADER); i++) {
      if (chunk[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether a record lies behind those that an untrue header knows of, and is their sequel. */
  private boolean follows() {
    boolean follows =
        length >= EvtxChunk.LEAST_RECORD
            && next == from + length
            && EvtxChunk.isRecord(chunk, next, chunk.length)
            && EvtxChunk.i64(chunk, next + 8) == EvtxChunk.i64(chunk, from + 8) + 1;
    recordsEnd = follows ? next + EvtxChunk.i32(chunk, next + 4) : recordsEnd;
    return follows;
  }

  private void record() {
    from = next;
    if (EvtxChunk.isRecord(chunk, from, chunk.length)) {
      length = EvtxChunk.i32(chunk, from + 4);
    } else {
      int at = from + 1;
      while (at < recordsEnd && !EvtxChunk.isRecord(chunk, at, chunk.length)) {
        at++;
      }
      length = at - from;
    }
    next = from + length;
  }

  @Override
  public byte[] buffer() {
    return chunk;
  }

  @Override
  public int from() {
    return from;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public long offset() {
    return chunkOffset + from;
  }

  @Override
  public long excess() {
    return 0;
  }
}
