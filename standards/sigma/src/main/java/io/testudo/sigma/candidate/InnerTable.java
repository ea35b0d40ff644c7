package io.testudo.sigma.candidate;

import io.testudo.sigma.pattern.FoldedBytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts that values hold anywhere.
 *
 * <p>Source: after S. Wu and U. Manber, A fast algorithm for multi-pattern searching (1994), with
 * fixed steps in place of shifts. A window of a few bytes is looked at in every {@code step}-th
 * place of a value. Each text is filed under its windows at {@code step} successive places, so that
 * wherever it lies, one of them falls on a place that is looked at; every text is therefore at
 * least {@code window + step - 1} bytes long. Where the step is 1, one window is enough, and the
 * one that fewest other texts have is taken.
 *
 * <p>Cost: one look-up in a filter per step, and a comparison per text filed under what is found
 * there. Which texts there are hardly matters; a value made of many rules' windows costs a
 * comparison for each.
 */
final class InnerTable {
  private static final int MOST_STEP = 12;

  private final int window;
  private final long mask;
  private final int step;
  private final LongTable table = new LongTable();
  private final List<List<Place>> buckets = new ArrayList<>();

  /** Where in a text a window lies. */
  private record Place(Literal literal, int offset) {}

  /**
   * A table of texts.
   *
   * @param window how many bytes are looked at, at most 7
   * @param literals the texts, each at least as long as the window
   */
  InnerTable(int window, boolean mayStep, List<Literal> literals) {
    this.window = window;
    this.mask = (1L << 8 * window) - 1;
    int shortest = literals.stream().mapToInt(Literal::length).min().orElse(window);
    this.step = mayStep ? Math.min(MOST_STEP, shortest - window + 1) : 1;
    for (Literal literal : literals) {
      if (step == 1) {
        file(literal, rarest(literal));
      } else {
        for (int offset = 0; offset < step; offset++) {
          file(literal, offset);
        }
      }
    }
    table.settle();
  }

  private void file(Literal literal, int offset) {
    int bucket = table.putIfAbsent(window(literal.text(), offset), buckets.size());
    if (bucket == buckets.size()) {
      buckets.add(new ArrayList<>(1));
    }
    buckets.get(bucket).add(new Place(literal, offset));
  }

  private int rarest(Literal literal) {
    int best = 0;
    int fewest = Integer.MAX_VALUE;
    for (int offset = 0; offset + window <= literal.length() && fewest > 0; offset++) {
      int bucket = table.find(window(literal.text(), offset));
      int others = bucket == LongTable.NONE ? 0 : buckets.get(bucket).size();
      if (others < fewest) {
        fewest = others;
        best = offset;
      }
    }
    return best;
  }

  private long window(FoldedBytes text, int from) {
    return text.eightAt(from) & mask;
  }

  void look(FoldedBytes value, long[] marked) {
    int last = value.length() - window;
    for (int at = 0; at <= last; at += step) {
      int bucket = table.get(window(value, at));
      if (bucket != LongTable.NONE) {
        compare(buckets.get(bucket), at, value, marked);
      }
    }
  }

  private static void compare(List<Place> places, int at, FoldedBytes value, long[] marked) {
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      place.literal().markIfAt(at - place.offset(), value, marked);
    }
  }
}
