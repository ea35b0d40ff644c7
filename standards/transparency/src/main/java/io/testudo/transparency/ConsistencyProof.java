package io.testudo.transparency;

import java.util.ArrayList;
import java.util.List;

/**
 * Proof that a tree begins with all the leaves of an earlier one, in the same order.
 *
 * @param firstSize how many leaves the earlier tree has
 * @param secondSize how many leaves the later tree has
 * @param path the hashes in the order of RFC 9162, 2.1.4.1
 */
public record ConsistencyProof(long firstSize, long secondSize, List<Digest> path) {

  private static final int LONGEST_PATH = 64;

  public ConsistencyProof {
    path = List.copyOf(path);
    if (firstSize < 0 || firstSize > secondSize) {
      throw new MalformedException(
          "The first size ("
              + firstSize
              + ") of a consistency proof must be from 0 to the second"
              + " ("
              + secondSize
              + ").");
    }
    if (path.size() > LONGEST_PATH) {
      throw new MalformedException(
          "The path ("
              + path.size()
              + " hashes) of a consistency proof must not exceed "
              + LONGEST_PATH
              + ".");
    }
  }

  /**
   * Whether this proves that the tree under the second root only appended to the tree under the
   * first (RFC 9162, 2.1.4.2). The RFC leaves equal sizes and the empty tree open: here equal sizes
   * need an empty path and equal roots, and the empty tree, with which everything begins, needs an
   * empty path and the root of the empty tree.
   */
  public boolean proves(Digest firstRoot, Digest secondRoot) {
    if (firstSize == secondSize) {
      return path.isEmpty() && firstRoot.equals(secondRoot);
    }
    if (firstSize == 0) {
      return path.isEmpty() && firstRoot.equals(MerkleTree.emptyRoot());
    }
    if (path.isEmpty()) {
      return false;
    }
    List<Digest> hashes = new ArrayList<>(path);
    if (Long.bitCount(firstSize) == 1) {
      hashes.addFirst(firstRoot);
    }
    return provesFrom(hashes, firstRoot, secondRoot);
  }

  private boolean provesFrom(List<Digest> hashes, Digest firstRoot, Digest secondRoot) {
    long fn = firstSize - 1;
    long sn = secondSize - 1;
    while ((fn & 1) == 1) {
      fn >>= 1;
      sn >>= 1;
    }
    Digest fr = hashes.getFirst();
    Digest sr = fr;
    for (Digest c : hashes.subList(1, hashes.size())) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        fr = MerkleTree.nodeHash(c, fr);
        sr = MerkleTree.nodeHash(c, sr);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        sr = MerkleTree.nodeHash(sr, c);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && fr.equals(firstRoot) && sr.equals(secondRoot);
  }
}
