package io.testudo.transparency;

import java.util.ArrayList;
import java.util.List;

/**
 * The Merkle hash tree of RFC 9162, section 2.1, over SHA-256: hashes, roots and the making of
 * proofs.
 *
 * <p>Source: Laurie, Messeri, Stradling, "Certificate Transparency Version 2.0", RFC 9162 (2021).
 *
 * <h2>Security guarantees</h2>
 *
 * Leaves and inner nodes are hashed under different prefixes (0x00, 0x01), so that no inner node
 * can be presented as a leaf. Whoever holds a root can be shown, against anyone who cannot find
 * SHA-256 collisions, that a leaf is in the tree ({@link InclusionProof}) and that a later root
 * only appended ({@link ConsistencyProof}).
 */
public final class MerkleTree {

  private static final byte LEAF = 0x00;
  private static final byte NODE = 0x01;
  private static final byte[] NOTHING = {};
  private static final Digest EMPTY_ROOT = Digest.sha256(NOTHING);

  private MerkleTree() {}

  /** The root of the tree without leaves: the SHA-256 of nothing. */
  public static Digest emptyRoot() {
    return EMPTY_ROOT;
  }

  /** The hash of a leaf with this content. */
  public static Digest leafHash(byte[] content) {
    return Digest.sha256(LEAF, content, NOTHING);
  }

  /** The hash of the inner node with these children. */
  public static Digest nodeHash(Digest left, Digest right) {
    return Digest.sha256(NODE, left.bytesNotCopied(), right.bytesNotCopied());
  }

  /** The root of the tree of the first {@code size} leaves. */
  public static Digest root(LeafHashes leaves, long size) {
    requireSize(size);
    return size == 0 ? EMPTY_ROOT : range(leaves, 0, size);
  }

  /** Proof that the leaf with this index is in the tree of the first {@code size} leaves. */
  public static InclusionProof inclusionProof(LeafHashes leaves, long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(
          "The index ("
              + index
              + ") of a leaf must be from 0 to below the tree's size ("
              + size
              + ").");
    }
    List<Digest> fromTop = new ArrayList<>();
    long start = 0;
    long end = size;
    while (end - start > 1) {
      long middle = start + leftLeaves(end - start);
      if (index < middle) {
        fromTop.add(range(leaves, middle, end));
        end = middle;
      } else {
        fromTop.add(range(leaves, start, middle));
        start = middle;
      }
    }
    return new InclusionProof(index, size, fromTop.reversed());
  }

  /**
   * Proof that the tree of the first {@code second} leaves begins with the tree of the first {@code
   * first}. Between equal sizes, and from the empty tree, the path is empty.
   */
  public static ConsistencyProof consistencyProof(LeafHashes leaves, long first, long second) {
    requireSize(first);
    if (first > second) {
      throw new IllegalArgumentException(
          "The first size ("
              + first
              + ") of a consistency proof must not exceed the second ("
              + second
              + ").");
    }
    List<Digest> fromTop = new ArrayList<>();
    if (first > 0 && first < second) {
      long start = 0;
      long end = second;
      // SUBPROOF of section 2.1.4.1: walk down the edge of the first tree inside the second.
      while (end != first) {
        long middle = start + leftLeaves(end - start);
        if (first <= middle) {
          fromTop.add(range(leaves, middle, end));
          end = middle;
        } else {
          fromTop.add(range(leaves, start, middle));
          start = middle;
        }
      }
      if (start > 0) {
        // The verifier does not know this subtree from the first root alone ("b" is false).
        fromTop.add(range(leaves, start, end));
      }
    }
    return new ConsistencyProof(first, second, fromTop.reversed());
  }

  static void requireSize(long size) {
    if (size < 0) {
      throw new IllegalArgumentException("The size (" + size + ") of a tree must not be negative.");
    }
  }

  /** Root of the leaves from start to below end, where start begins a subtree at least that big. */
  private static Digest range(LeafHashes leaves, long start, long end) {
    long count = end - start;
    if (Long.bitCount(count) == 1) {
      int level = Long.numberOfTrailingZeros(count);
      return leaves.subtree(level, start >> level);
    }
    long middle = start + leftLeaves(count);
    return nodeHash(range(leaves, start, middle), range(leaves, middle, end));
  }

  /** The greatest power of two below count, for count of at least 2. */
  private static long leftLeaves(long count) {
    return Long.highestOneBit(count - 1);
  }
}
