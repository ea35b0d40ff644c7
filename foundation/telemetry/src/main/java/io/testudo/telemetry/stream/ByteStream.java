package io.testudo.telemetry.stream;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.ArrayList;
import java.util.List;

/**
 * What one side of a TCP connection sent, put in order (RFC 9293 §3.4).
 *
 * <p>Guarantees: of bytes that are sent twice those that came first count, whatever the later copy
 * says, so that no sender can show a reader other bytes than the first; at most {@link #MOST_AHEAD}
 * bytes in {@link #MOST_PIECES} pieces wait for what is missing before them, and beyond that the
 * hole is taken for lost. Cost: linear in the bytes, plus the number of waiting pieces for a
 * segment out of order. For one thread.
 */
final class ByteStream {

  /** How many bytes may wait for those before them. */
  static final int MOST_AHEAD = 1 << 18;

  /** In how many pieces. */
  static final int MOST_PIECES = 256;

  private static final byte[] NONE = {};
  private static final int FIRST_CAPACITY = 1 << 11;

  /** Bytes that wait for those before them. */
  private record Piece(int sequence, byte[] bytes) {
    int end() {
      return sequence + bytes.length;
    }
  }

  private int next;
  private byte[] unread = NONE;
  private int from;
  private int to;
  private final List<Piece> ahead = new ArrayList<>(0);
  private int aheadBytes;

  /** A stream whose first byte has this sequence number. */
  ByteStream(int firstSequence) {
    this.next = firstSequence;
  }

  /** The sequence number behind the last byte in order. */
  int next() {
    return next;
  }

  /** How many bytes lie in order and were not taken. */
  int available() {
    return to - from;
  }

  /** How many bytes of memory are held. */
  int held() {
    return unread.length + aheadBytes;
  }

  /** Whether later bytes wait behind a hole. */
  boolean hasHole() {
    return !ahead.isEmpty();
  }

  /** Whether the other side acknowledged what lies behind the hole, so that it had it. */
  boolean isHoleAcknowledged(int acknowledged) {
    return hasHole() && acknowledged - ahead.getFirst().sequence > 0;
  }

  /** Whether so much waits behind the hole that it must be taken for lost. */
  boolean isHoleTooOld() {
    return aheadBytes > MOST_AHEAD || ahead.size() > MOST_PIECES;
  }

  /** The bytes in order as seen at a time. */
  Sent sent(Side side, long nanos) {
    return new Sent(unread, from, to - from, side, nanos);
  }

  /** Forgets bytes in order. */
  void take(int count) {
    from += count;
    if (from == to) {
      from = 0;
      to = 0;
    }
  }

  /**
   * Puts a segment in its place.
   *
   * @param bytes not kept
   */
  void add(int sequence, byte[] bytes, int length) {
    int old = next - sequence;
    if (old >= length) {
      return;
    }
    if (old >= 0 && ahead.isEmpty()) {
      append(bytes, old, length - old);
      return;
    }
    wait(old > 0 ? next : sequence, bytes, Math.max(0, old), length);
    pull();
  }

  /** Keeps what of a segment no waiting piece has. */
  private void wait(int sequence, byte[] bytes, int start, int length) {
    int at = sequence;
    int base = sequence - start;
    int end = base + length;
    int i = 0;
    while (i < ahead.size() && end - at > 0) {
      Piece piece = ahead.get(i);
      int free = Math.min(piece.sequence - at, end - at);
      if (free > 0) {
        ahead.add(i, cut(base, bytes, at, free));
        i++;
      }
      at = piece.end() - at > 0 ? piece.end() : at;
      i++;
    }
    if (end - at > 0) {
      ahead.add(cut(base, bytes, at, end - at));
    }
  }

  private Piece cut(int base, byte[] bytes, int at, int length) {
    byte[] copy = new byte[length];
    System.arraycopy(bytes, at - base, copy, 0, length);
    aheadBytes += length;
    return new Piece(at, copy);
  }

  private void pull() {
    while (!ahead.isEmpty() && ahead.getFirst().sequence == next) {
      Piece piece = ahead.removeFirst();
      aheadBytes -= piece.bytes.length;
      append(piece.bytes, 0, piece.bytes.length);
    }
  }

  private void append(byte[] bytes, int start, int length) {
    if (to + length > unread.length) {
      int needed = to - from + length;
      byte[] into =
          needed <= unread.length ? unread : new byte[Math.max(FIRST_CAPACITY, needed * 5 / 4)];
      System.arraycopy(unread, from, into, 0, to - from);
      unread = into;
      to -= from;
      from = 0;
    }
    System.arraycopy(bytes, start, unread, to, length);
    to += length;
    next += length;
  }

  /** Goes on behind the hole; says how many bytes are missing. */
  long skipHole() {
    int sequence = ahead.getFirst().sequence;
    long missing = Integer.toUnsignedLong(sequence - next);
    next = sequence;
    pull();
    return missing;
  }

  /** Forgets everything. */
  void clear() {
    unread = NONE;
    from = 0;
    to = 0;
    ahead.clear();
    aheadBytes = 0;
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(next);
    out.writeInt(available());
    out.write(unread, from, available());
    out.writeInt(ahead.size());
    for (Piece piece : ahead) {
      out.writeInt(piece.sequence);
      out.writeInt(piece.bytes.length);
      out.write(piece.bytes);
    }
  }

  static ByteStream restore(DataInput in) throws IOException {
    ByteStream stream = new ByteStream(in.readInt());
    byte[] bytes = bytes(in, Conversation.MOST_UNREAD);
    stream.next -= bytes.length;
    stream.append(bytes, 0, bytes.length);
    int pieces = in.readInt();
    require(pieces >= 0 && pieces <= MOST_PIECES + 1, "it waits for too many pieces");
    int behind = stream.next;
    for (int i = 0; i < pieces; i++) {
      int sequence = in.readInt();
      require(sequence - behind >= (i == 0 ? 1 : 0), "its pieces are not in order");
      byte[] piece = bytes(in, MOST_AHEAD);
      stream.ahead.add(new Piece(sequence, piece));
      stream.aheadBytes += piece.length;
      behind = sequence + piece.length;
    }
    return stream;
  }

  private static byte[] bytes(DataInput in, int most) throws IOException {
    int length = in.readInt();
    require(length >= 0 && length <= most, "it holds too many bytes");
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  private static void require(boolean holds, String otherwise) throws IOException {
    if (!holds) {
      throw new StreamCorruptedException("stored stream is damaged: " + otherwise);
    }
  }
}
