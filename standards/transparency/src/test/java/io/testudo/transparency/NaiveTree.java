package io.testudo.transparency;

import java.util.ArrayList;
import java.util.List;

/** RFC 9162, section 2.1, written down as it stands there: the reference for the fast code. */
final class NaiveTree {

  private NaiveTree() {}

  static Digest root(List<Digest> leaves) {
    int n = leaves.size();
    if (n == 0) {
      return Digest.sha256();
    }
    if (n == 1) {
      return leaves.getFirst();
    }
    int k = split(n);
    return Digest.sha256(
        new byte[] {1}, root(leaves.subList(0, k)).toBytes(), root(leaves.subList(k, n)).toBytes());
  }

  static List<Digest> path(int m, List<Digest> leaves) {
    int n = leaves.size();
    if (n == 1) {
      return List.of();
    }
    int k = split(n);
    return m < k
        ? plus(path(m, leaves.subList(0, k)), root(leaves.subList(k, n)))
        : plus(path(m - k, leaves.subList(k, n)), root(leaves.subList(0, k)));
  }

  static List<Digest> consistency(int m, List<Digest> leaves) {
    return m == 0 ? List.of() : subproof(m, leaves, true);
  }

  private static List<Digest> subproof(int m, List<Digest> leaves, boolean known) {
    int n = leaves.size();
    if (m == n) {
      return known ? List.of() : List.of(root(leaves));
    }
    int k = split(n);
    return m <= k
        ? plus(subproof(m, leaves.subList(0, k), known), root(leaves.subList(k, n)))
        : plus(subproof(m - k, leaves.subList(k, n), false), root(leaves.subList(0, k)));
  }

  private static int split(int n) {
    int k = 1;
    while (2 * k < n) {
      k *= 2;
    }
    return k;
  }

  private static List<Digest> plus(List<Digest> path, Digest last) {
    List<Digest> longer = new ArrayList<>(path);
    longer.add(last);
    return longer;
  }
}
