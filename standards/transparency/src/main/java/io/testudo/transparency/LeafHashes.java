package io.testudo.transparency;

/**
 * Random access to the leaf hashes of a tree, as a store offers it.
 *
 * <p>A store that also keeps the inner nodes (see {@link MerkleFrontier#append(Digest,
 * CompletedNodes)}) overrides {@link #subtree}; a proof then costs O(log² n) look-ups instead of
 * O(n) hashes.
 */
@FunctionalInterface
public interface LeafHashes {

  /** The hash of the leaf with this index, counted from 0; see {@link MerkleTree#leafHash}. */
  Digest leaf(long index);

  /**
   * The root of the complete subtree of {@code 2^level} leaves whose first leaf is {@code index <<
   * level}. Only asked for subtrees that lie wholly inside the tree.
   */
  default Digest subtree(int level, long index) {
    return level == 0
        ? leaf(index)
        : MerkleTree.nodeHash(subtree(level - 1, 2 * index), subtree(level - 1, 2 * index + 1));
  }

  /** Receives each inner node or leaf at the moment it can never change again. */
  @FunctionalInterface
  interface CompletedNodes {

    /** The subtree of {@code 2^level} leaves that begins at leaf {@code index << level} is full. */
    void completed(int level, long index, Digest hash);
  }
}
