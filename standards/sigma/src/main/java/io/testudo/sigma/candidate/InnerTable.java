package io.testudo.sigma.candidate;

import io.testudo.sigma.pattern.FoldedBytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Texts that values hold anywhere.
 *
 * <p>Source: after S. Wu and U. Manber, A fast algorithm for multi-pattern searching (1994), with
 * fixed steps in place of shifts. A window of a few bytes is looked at in every {@code step}-th
 * place of a value. Each text is filed under its windows at {@code step} successive places, so that
 * wherever it lies, one of them falls on a place that is looked at; every text is therefore at
 * least {@code window + step - 1} bytes long. Of a longer text those windows are taken that are
 * rarest.
 *
 * <p>Cost: one look-up in a filter per step, and a comparison per text filed under what is found
 * there. Which texts there are hardly matters; a value made of many rules' windows costs a
 * comparison for each.
 */
final class InnerTable {
  private static final int MOST_STEP = 12;
  private static final int COMMON_WEIGHT = 20;

  /** What very many values show, so that its windows are the worst to file a text under. */
  private static final FoldedBytes COMMON =
      FoldedBytes.of(
          "c:\\windows\\system32\\ c:\\windows\\syswow64\\ c:\\program files (x86)\\"
              + " c:\\programdata\\ c:\\users\\ \\appdata\\local\\ \\appdata\\roaming\\"
              + " \\microsoft\\ microsoft corporation .exe .dll powershell http:// https://"
              + " hklm\\software\\ hklm\\system\\ \\currentversion\\ \\currentcontrolset\\");

  private final int window;
  private final long mask;
  private final int step;
  private final LongTable table = new LongTable();
  private final List<List<Place>> buckets = new ArrayList<>();
  private final Set<Long> common = new HashSet<>();

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
    for (int at = 0; at + window <= COMMON.length(); at++) {
      common.add(window(COMMON, at));
    }
    int shortest = literals.stream().mapToInt(Literal::length).min().orElse(window);
    this.step = mayStep ? Math.min(MOST_STEP, shortest - window + 1) : 1;
    for (Literal literal : literals) {
      int first = rarest(literal);
      for (int offset = first; offset < first + step; offset++) {
        file(literal, offset);
      }
    }
    table.settle();
    common.clear();
  }

  private void file(Literal literal, int offset) {
    int bucket = table.putIfAbsent(window(literal.text(), offset), buckets.size());
    if (bucket == buckets.size()) {
      buckets.add(new ArrayList<>(1));
    }
    buckets.get(bucket).add(new Place(literal, offset));
  }

  /** Where the run of windows begins that fewest other texts have and fewest values show. */
  private int rarest(Literal literal) {
    int best = 0;
    int fewest = Integer.MAX_VALUE;
    for (int first = 0; first + window + step - 1 <= literal.length(); first++) {
      int others = 0;
      for (int offset = first; offset < first + step; offset++) {
        long key = window(literal.text(), offset);
        int bucket = table.find(key);
        others += bucket == LongTable.NONE ? 0 : buckets.get(bucket).size();
        others += common.contains(key) ? COMMON_WEIGHT : 0;
      }
      if (others < fewest) {
        fewest = others;
        best = first;
      }
    }
    return best;
  }

  private long window(FoldedBytes text, int from) {
    return text.eightAt(from) & mask;
  }

  void look(FoldedBytes value, long[] marked) {
    int last = value.length() - window;
    int at = table.next(value, 0, last, step, mask);
    while (at >= 0) {
      int bucket = table.find(window(value, at));
      if (bucket != LongTable.NONE) {
        compare(buckets.get(bucket), at, value, marked);
      }
      at = table.next(value, at + step, last, step, mask);
    }
  }

  private static void compare(List<Place> places, int at, FoldedBytes value, long[] marked) {
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      place.literal().markIfAt(at - place.offset(), value, marked);
    }
  }
}
