package io.testudo.transparency;

import java.util.List;

/**
 * Proof that a leaf is in a tree: the sibling hashes from the leaf up to the root.
 *
 * @param leafIndex the leaf's place, counted from 0
 * @param treeSize how many leaves the tree has
 * @param path siblings, the lowest first
 */
public record InclusionProof(long leafIndex, long treeSize, List<Digest> path) {

  private static final int LONGEST_PATH = 63;

  public InclusionProof {
    path = List.copyOf(path);
    if (leafIndex < 0 || leafIndex >= treeSize) {
      throw new MalformedException(
          "The leaf index ("
              + leafIndex
              + ") of an inclusion proof must be from 0 to below the"
              + " tree's size ("
              + treeSize
              + ").");
    }
    if (path.size() > LONGEST_PATH) {
      throw new MalformedException(
          "The path ("
              + path.size()
              + " hashes) of an inclusion proof must not exceed "
              + LONGEST_PATH
              + ".");
    }
  }

  /** Whether this proves that a leaf with this hash is under this root (RFC 9162, 2.1.3.2). */
  public boolean proves(Digest leafHash, Digest root) {
    long fn = leafIndex;
    long sn = treeSize - 1;
    Digest r = leafHash;
    for (Digest p : path) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        r = MerkleTree.nodeHash(p, r);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        r = MerkleTree.nodeHash(r, p);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && r.equals(root);
  }
}
