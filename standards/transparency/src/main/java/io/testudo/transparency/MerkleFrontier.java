package io.testudo.transparency;

import io.testudo.transparency.LeafHashes.CompletedNodes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The right edge of a growing Merkle tree: all that is needed to append a leaf and to know the root
 * after it, in O(log n) memory.
 *
 * <p>A value: {@link #append} gives the next frontier and leaves this one as it was, so a
 * transaction that rolls back simply keeps the old one. Safe for use by many threads.
 *
 * <p>Stored form, version 1: one byte 0x01; the size as eight bytes, most significant first; then
 * for each one-bit of the size, the highest first, the 32 bytes of the root of that complete
 * subtree. Nothing follows. An append costs at most log₂ n hashes and one on average.
 */
public final class MerkleFrontier {

  private static final byte VERSION = 1;
  private static final int HEADER_BYTES = 1 + Long.BYTES;
  private static final MerkleFrontier EMPTY = new MerkleFrontier(0, List.of());
  private static final CompletedNodes NOBODY = (level, index, hash) -> {};

  private final long size;

  /** Roots of complete subtrees from the left, the largest first: one for each one-bit of size. */
  private final List<Digest> peaks;

  private MerkleFrontier(long size, List<Digest> peaks) {
    this.size = size;
    this.peaks = peaks;
  }

  /** The frontier of the tree without leaves. */
  public static MerkleFrontier empty() {
    return EMPTY;
  }

  /** The frontier of the first {@code size} leaves of a store. */
  public static MerkleFrontier of(LeafHashes leaves, long size) {
    MerkleTree.requireSize(size);
    List<Digest> peaks = new ArrayList<>();
    long start = 0;
    for (long rest = size; rest != 0; rest -= Long.highestOneBit(rest)) {
      int level = Long.numberOfTrailingZeros(Long.highestOneBit(rest));
      peaks.add(leaves.subtree(level, start >> level));
      start += 1L << level;
    }
    return new MerkleFrontier(size, List.copyOf(peaks));
  }

  /** How many leaves the tree has. */
  public long size() {
    return size;
  }

  /** The frontier after one more leaf with this hash. */
  public MerkleFrontier append(Digest leafHash) {
    return append(leafHash, NOBODY);
  }

  /** The frontier after one more leaf; tells of the leaf and every subtree that it fills. */
  public MerkleFrontier append(Digest leafHash, CompletedNodes nodes) {
    if (size == Long.MAX_VALUE) {
      throw new IllegalStateException("The tree is full.");
    }
    List<Digest> next = new ArrayList<>(peaks);
    Digest carried = leafHash;
    int level = 0;
    nodes.completed(level, size, carried);
    for (long bits = size; (bits & 1) == 1; bits >>= 1) {
      carried = MerkleTree.nodeHash(next.removeLast(), carried);
      level++;
      nodes.completed(level, size >> level, carried);
    }
    next.add(carried);
    return new MerkleFrontier(size + 1, List.copyOf(next));
  }

  /** The root of the tree. */
  public Digest root() {
    if (peaks.isEmpty()) {
      return MerkleTree.emptyRoot();
    }
    Digest root = peaks.getLast();
    for (int i = peaks.size() - 2; i >= 0; i--) {
      root = MerkleTree.nodeHash(peaks.get(i), root);
    }
    return root;
  }

  /** The stored form. */
  public byte[] toBytes() {
    ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + peaks.size() * Digest.BYTES);
    buffer.put(VERSION).putLong(size);
    for (Digest peak : peaks) {
      buffer.put(peak.bytesNotCopied());
    }
    return buffer.array();
  }

  /** The frontier with this stored form. */
  public static MerkleFrontier ofBytes(byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      throw new MalformedException(
          "The length ("
              + bytes.length
              + ") of a stored frontier must be at least "
              + HEADER_BYTES
              + " bytes.");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    byte version = buffer.get();
    if (version != VERSION) {
      throw new MalformedException(
          "The version ("
              + version
              + ") of a stored frontier must be "
              + VERSION
              + ".\nMaybe it was written by a later release.");
    }
    long size = buffer.getLong();
    int peakCount = Long.bitCount(size);
    if (size < 0 || buffer.remaining() != peakCount * Digest.BYTES) {
      throw new MalformedException(
          "The rest ("
              + buffer.remaining()
              + " bytes) of a stored frontier must fit its size ("
              + size
              + ").");
    }
    List<Digest> peaks = new ArrayList<>(peakCount);
    byte[] peak = new byte[Digest.BYTES];
    for (int i = 0; i < peakCount; i++) {
      buffer.get(peak);
      peaks.add(Digest.of(peak));
    }
    return new MerkleFrontier(size, List.copyOf(peaks));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MerkleFrontier that && size == that.size && peaks.equals(that.peaks);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(size) + peaks.hashCode();
  }

  @Override
  public String toString() {
    return "MerkleFrontier[size=" + size + ", root=" + root() + "]";
  }
}
