package io.testudo.telemetry.evtx;

import io.testudo.telemetry.record.MalformedRecordException;

/** A place in a chunk that moves on as values are read, up to an end. */
final class Cursor {

  private final byte[] chunk;
  private final int end;
  private int at;

  /**
   * A cursor.
   *
   * @throws MalformedRecordException if that is not within the chunk
   */
  Cursor(byte[] chunk, int from, int end) throws MalformedRecordException {
    if (from < 0 || from > end || end > chunk.length) {
      throw new MalformedRecordException("refers to what lies outside its chunk");
    }
    this.chunk = chunk;
    this.at = from;
    this.end = end;
  }

  int at() {
    return at;
  }

  int left() {
    return end - at;
  }

  /** The next byte, which stays the next. */
  int peek() throws MalformedRecordException {
    need(1);
    return chunk[at] & 0xFF;
  }

  int u8() throws MalformedRecordException {
    need(1);
    return chunk[at++] & 0xFF;
  }

  int u16() throws MalformedRecordException {
    need(2);
    at += 2;
    return EvtxChunk.u16(chunk, at - 2);
  }

  int i32() throws MalformedRecordException {
    need(4);
    at += 4;
    return EvtxChunk.i32(chunk, at - 4);
  }

  void pass(long bytes) throws MalformedRecordException {
    need(bytes);
    at += (int) bytes;
  }

  /** As many characters of UTF-16. */
  String characters(int count) throws MalformedRecordException {
    need(2L * count);
    char[] characters = new char[count];
    for (int i = 0; i < count; i++) {
      characters[i] = (char) EvtxChunk.u16(chunk, at + 2 * i);
    }
    at += 2 * count;
    return new String(characters);
  }

  private void need(long bytes) throws MalformedRecordException {
    if (bytes < 0 || bytes > end - at) {
      throw new MalformedRecordException(
          "ends within its binary XML, at byte " + at + " of its chunk");
    }
  }
}
