package io.testudo.sigma.candidate;

import io.testudo.sigma.pattern.FoldedBytes;
import java.util.ArrayList;
import java.util.List;

/** Texts that are looked for in values, filed by the place where they are to be. */
final class TextClues {
  private static final int LONG = 8;
  private static final int LONG_WINDOW = 5;
  private static final int MIDDLE = 4;
  private static final int SHORT = 2;

  private final EdgeTable ends = new EdgeTable(true);
  private final EdgeTable starts = new EdgeTable(false);
  private final List<Literal> inside = new ArrayList<>();
  private InnerTable[] tables = {};

  void addWhole(Literal literal) {
    ends.add(literal);
  }

  void addEnd(Literal literal) {
    ends.add(literal);
  }

  void addStart(Literal literal) {
    starts.add(literal);
  }

  void addInside(Literal literal) {
    inside.add(literal);
  }

  /** Files what was added; to be called once, before anything is looked for. */
  void settle() {
    ends.settle();
    starts.settle();
    var settled = new ArrayList<InnerTable>();
    add(LONG_WINDOW, true, ofLength(LONG, Integer.MAX_VALUE), settled);
    add(MIDDLE, false, ofLength(MIDDLE, LONG), settled);
    add(SHORT, false, ofLength(SHORT, MIDDLE), settled);
    add(1, false, ofLength(1, SHORT), settled);
    tables = settled.toArray(InnerTable[]::new);
    inside.clear();
  }

  private List<Literal> ofLength(int least, int below) {
    return inside.stream()
        .filter(literal -> literal.length() >= least && literal.length() < below)
        .toList();
  }

  private static void add(
      int window, boolean mayStep, List<Literal> literals, List<InnerTable> into) {
    if (!literals.isEmpty()) {
      into.add(new InnerTable(window, mayStep, literals));
    }
  }

  boolean isEmpty() {
    return tables.length == 0 && inside.isEmpty() && ends.isEmpty() && starts.isEmpty();
  }

  /** Marks the rules that want a text which the value shows. */
  void mark(FoldedBytes value, long[] marked) {
    if (!ends.isEmpty()) {
      ends.look(value, marked);
    }
    if (!starts.isEmpty()) {
      starts.look(value, marked);
    }
    for (InnerTable table : tables) {
      table.look(value, marked);
    }
  }
}
