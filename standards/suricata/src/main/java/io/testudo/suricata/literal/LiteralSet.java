package io.testudo.suricata.literal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Literals that are looked for in octets all at once, letters of either case alike.
 *
 * <p>The automaton of Aho and Corasick ("Efficient string matching: an aid to bibliographic
 * search", 1975) as a table with a row for every state and a column for every class of octets that
 * the literals tell apart: one look-up an octet, whatever the number of literals. Building costs
 * the literals' length times the classes; a literal is cut to {@link #MOST_OCTETS}, so the table
 * stays small and a hit means that the literal may be there.
 *
 * <p>Immutable once built; used by any number of threads.
 */
public final class LiteralSet {

  /** What is behind this many octets of a literal is not looked at. */
  public static final int MOST_OCTETS = 8;

  private final byte[] classes;
  private final int width;
  private final int[] next;
  private final int[][] hits;

  private LiteralSet(byte[] classes, int width, int[] next, int[][] hits) {
    this.classes = classes;
    this.width = width;
    this.next = next;
    this.hits = hits;
  }

  /** Builds the set; the number of a literal is its place in the list. */
  public static LiteralSet of(List<byte[]> literals) {
    return new Builder(literals).build();
  }

  /** Tells the number of every literal that ends somewhere in the octets, possibly repeatedly. */
  public void search(byte[] octets, int from, int to, IntConsumer found) {
    int state = 0;
    for (int i = from; i < to; i++) {
      state = next[state * width + (classes[octets[i] & 0xFF] & 0xFF)];
      int[] here = hits[state];
      for (int hit : here) {
        found.accept(hit);
      }
    }
  }

  /** How many states the automaton has. */
  public int states() {
    return hits.length;
  }

  private static int folded(int octet) {
    return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
  }

  private static final class Builder {
    private static final int[] NONE = {};

    private final byte[] classes = new byte[256];
    private int width = 1;
    private final List<Map<Integer, Integer>> children = new ArrayList<>();
    private final List<int[]> hits = new ArrayList<>();

    Builder(List<byte[]> literals) {
      addState();
      for (int i = 0; i < literals.size(); i++) {
        add(literals.get(i), i);
      }
    }

    private int addState() {
      children.add(new HashMap<>());
      hits.add(NONE);
      return children.size() - 1;
    }

    private void add(byte[] literal, int number) {
      int state = 0;
      for (int i = 0; i < Math.min(literal.length, MOST_OCTETS); i++) {
        int octet = folded(literal[i] & 0xFF);
        Integer child = children.get(state).get(classOf(octet));
        if (child == null) {
          child = addState();
          children.get(state).put(classOf(octet), child);
        }
        state = child;
      }
      hits.set(state, joined(hits.get(state), new int[] {number}));
    }

    /** Class 0 is every octet in no literal; there are at most 230 others, so a byte holds them. */
    private int classOf(int octet) {
      if (classes[octet] == 0) {
        classes[octet] = (byte) width++;
        if (octet >= 'a' && octet <= 'z') {
          classes[octet - 32] = classes[octet];
        }
      }
      return classes[octet] & 0xFF;
    }

    private static int[] joined(int[] first, int[] second) {
      if (second.length == 0) {
        return first;
      }
      int[] both = Arrays.copyOf(first, first.length + second.length);
      System.arraycopy(second, 0, both, first.length, second.length);
      return both;
    }

    LiteralSet build() {
      int[] next = new int[Math.multiplyExact(children.size(), width)];
      int[] fails = new int[children.size()];
      var queue = new ArrayDeque<Integer>();
      queue.add(0);
      while (!queue.isEmpty()) {
        int state = queue.remove();
        for (int c = 0; c < width; c++) {
          Integer child = children.get(state).get(c);
          int fallback = state == 0 ? 0 : next[fails[state] * width + c];
          next[state * width + c] = child == null ? fallback : child;
          if (child != null) {
            fails[child] = fallback;
            hits.set(child, joined(hits.get(child), hits.get(fallback)));
            queue.add(child);
          }
        }
      }
      return new LiteralSet(classes, width, next, hits.toArray(int[][]::new));
    }
  }
}
