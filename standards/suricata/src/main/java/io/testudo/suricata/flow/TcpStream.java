package io.testudo.suricata.flow;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The octets that one side of a TCP session sent, in order. Where segments overlap, the octets that
 * came first hold. An offset counts octets from the first one on.
 *
 * <p>Bounded: what waits behind a hole is at most {@value #MOST_WAITING} octets in {@value
 * #MOST_SEGMENTS} segments, and what was read is let go by {@link #readTo} and {@link #inspectTo};
 * beyond that the hole is given up.
 */
public final class TcpStream {
  private static final int MOST_WAITING = 256 * 1024;
  private static final int MOST_SEGMENTS = 1_024;
  private static final long FARTHEST = 1L << 24;

  /** Octets before the inspected ones that stay, so that rules see what spans both. */
  public static final int KEPT_OCTETS = 2_560;

  private final TreeMap<Long, byte[]> waiting = new TreeMap<>();
  private byte[] octets = new byte[0];
  private int size;
  private long base;
  private int firstSequence;
  private boolean isOpen;
  private int waitingOctets;
  private long acknowledged;
  private long gaps;
  private boolean isFinished;
  private long read;
  private long inspected;

  /** Begins the stream at the sequence number of its first octet. */
  void open(int sequence) {
    firstSequence = sequence;
    isOpen = true;
  }

  boolean isOpen() {
    return isOpen;
  }

  /** The offset of a sequence number: the one nearest to where the stream has come to. */
  long offset(int sequence) {
    long end = end();
    return end + (sequence - (int) (firstSequence + end));
  }

  /** The offset behind the last octet that is there in order. */
  public long end() {
    return base + size;
  }

  /** The offset of the oldest octet that is kept. */
  public long start() {
    return base;
  }

  /** The offset up to which the other side says that it has received. */
  public long acknowledged() {
    return acknowledged;
  }

  /** How many holes were given up. */
  public long gaps() {
    return gaps;
  }

  boolean isFinished() {
    return isFinished;
  }

  void finish() {
    isFinished = true;
  }

  /** The offset up to which the application's reader has come. */
  public long read() {
    return read;
  }

  /** Notes how far the application's reader has come. */
  public void readTo(long offset) {
    read = Math.max(read, offset);
    releaseUsed();
  }

  /** The offset up to which rules have looked at the stream. */
  public long inspected() {
    return inspected;
  }

  /** Notes how far rules have looked. */
  public void inspectTo(long offset) {
    inspected = Math.max(inspected, offset);
    releaseUsed();
  }

  private void releaseUsed() {
    release(Math.min(read, inspected) - KEPT_OCTETS);
  }

  /** Takes a segment; whether it is part of the stream. */
  boolean add(int sequence, byte[] from, int start, int length) {
    long at = offset(sequence);
    if (length <= 0 || at + length <= end() || at > end() + FARTHEST) {
      return false;
    }
    int skip = (int) Math.max(0, end() - at);
    if (at <= end() && waiting.isEmpty()) {
      append(from, start + skip, length - skip);
      return true;
    }
    hold(at + skip, Arrays.copyOfRange(from, start + skip, start + length));
    drain();
    if (waitingOctets > MOST_WAITING || waiting.size() > MOST_SEGMENTS) {
      giveUpHole();
    }
    return true;
  }

  /** Keeps what of a segment is not yet waiting. */
  private void hold(long at, byte[] segment) {
    long next = at;
    long end = at + segment.length;
    Map.Entry<Long, byte[]> before = waiting.floorEntry(at);
    if (before != null) {
      next = Math.max(next, before.getKey() + before.getValue().length);
    }
    while (next < end) {
      Map.Entry<Long, byte[]> after = waiting.ceilingEntry(next);
      long until = after == null ? end : Math.min(end, after.getKey());
      if (until > next) {
        byte[] piece = Arrays.copyOfRange(segment, (int) (next - at), (int) (until - at));
        waiting.put(next, piece);
        waitingOctets += piece.length;
      }
      next = after == null ? end : Math.max(next, after.getKey() + after.getValue().length);
    }
  }

  private void drain() {
    while (!waiting.isEmpty() && waiting.firstKey() <= end()) {
      Map.Entry<Long, byte[]> first = waiting.pollFirstEntry();
      byte[] segment = first.getValue();
      waitingOctets -= segment.length;
      int skip = (int) (end() - first.getKey());
      if (skip < segment.length) {
        append(segment, skip, segment.length - skip);
      }
    }
  }

  private void append(byte[] from, int start, int length) {
    if (size + length > octets.length) {
      octets = Arrays.copyOf(octets, Math.max(size + length, Math.min(2 * octets.length, 1 << 20)));
    }
    System.arraycopy(from, start, octets, size, length);
    size += length;
  }

  /** Notes how far the other side has received; a hole that it says it has is one we missed. */
  void acknowledge(int sequence) {
    long to = offset(sequence);
    if (to > acknowledged && to <= end() + FARTHEST) {
      acknowledged = to;
    }
  }

  /** Whether the other side has octets that we have not seen and behind which others wait. */
  boolean hasLostOctets() {
    return !waiting.isEmpty() && acknowledged > end();
  }

  /** Whether octets wait behind a hole. */
  public boolean hasHole() {
    return !waiting.isEmpty();
  }

  /** Goes on behind the hole: what is before it is let go. */
  public void giveUpHole() {
    if (!waiting.isEmpty()) {
      gaps++;
      base = waiting.firstKey();
      size = 0;
      drain();
    }
  }

  /** Copies the octets between two offsets; what is no longer kept is left out. */
  public byte[] copy(long from, long to) {
    int start = (int) (Math.max(from, base) - base);
    int end = (int) (Math.min(to, end()) - base);
    return start >= end ? new byte[0] : Arrays.copyOfRange(octets, start, end);
  }

  /** Lets go of the octets before an offset. */
  private void release(long before) {
    int count = (int) Math.min(size, before - base);
    if (count > 0 && (count > 16_384 || count == size)) {
      System.arraycopy(octets, count, octets, 0, size - count);
      size -= count;
      base += count;
    }
  }
}
