package io.testudo.sigma.candidate;

import io.testudo.sigma.pattern.FoldedBytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts that values begin with or end with. They are filed under their outermost {@value #MOST}
 * bytes, shorter ones under all of theirs, so that a value costs one look-up per length that
 * occurs.
 */
final class EdgeTable {
  private static final int MOST = 7;

  private final boolean atEnd;
  private final LongTable table = new LongTable();
  private final List<List<Literal>> buckets = new ArrayList<>();
  private int lengths;

  /** A table of beginnings or of ends. */
  EdgeTable(boolean atEnd) {
    this.atEnd = atEnd;
  }

  void add(Literal literal) {
    int kept = Math.min(MOST, literal.length());
    lengths |= 1 << kept;
    int bucket = table.putIfAbsent(edge(literal.text(), kept), buckets.size());
    if (bucket == buckets.size()) {
      buckets.add(new ArrayList<>(1));
    }
    buckets.get(bucket).add(literal);
  }

  void settle() {
    table.settle();
  }

  private long edge(FoldedBytes value, int kept) {
    int from = atEnd ? value.length() - kept : 0;
    return value.eightAt(from) & (1L << 8 * kept) - 1 | (long) kept << 8 * MOST;
  }

  void look(FoldedBytes value, long[] marked) {
    for (int left = lengths; left != 0; left &= left - 1) {
      int kept = Integer.numberOfTrailingZeros(left);
      if (kept > value.length()) {
        return;
      }
      int bucket = table.get(edge(value, kept));
      if (bucket != LongTable.NONE) {
        mark(buckets.get(bucket), value, marked);
      }
    }
  }

  private void mark(List<Literal> literals, FoldedBytes value, long[] marked) {
    for (int i = 0; i < literals.size(); i++) {
      Literal literal = literals.get(i);
      literal.markIfAt(atEnd ? value.length() - literal.length() : 0, value, marked);
    }
  }

  boolean isEmpty() {
    return buckets.isEmpty();
  }
}
