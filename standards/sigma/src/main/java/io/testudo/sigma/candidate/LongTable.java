package io.testudo.sigma.candidate;

import io.testudo.sigma.pattern.FoldedBytes;
import java.util.Arrays;

/**
 * A map from numbers to small numbers, built once. Open addressing; half of it is empty at least.
 *
 * <p>A filter answers for most absent keys. Memory: at most 60 bytes a key.
 */
final class LongTable {
  /** What stands for a key that is absent. */
  static final int NONE = -1;

  private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
  private static final int LEAST_BITS = 6;

  private long[] keys = new long[16];
  private int[] values = new int[16];
  private int shift = 64 - 4;
  private int size;
  private long[] filter = new long[1];
  private int filterShift = 64 - LEAST_BITS;

  LongTable() {
    Arrays.fill(values, NONE);
  }

  private static int slot(long key, int shift) {
    return (int) ((key * MIX) >>> shift);
  }

  /** The value of a key, which becomes {@code otherwise} where it is absent. */
  int putIfAbsent(long key, int otherwise) {
    int at = slotOf(key);
    if (values[at] != NONE) {
      return values[at];
    }
    keys[at] = key;
    values[at] = otherwise;
    size++;
    if (2 * size > keys.length) {
      grow();
    }
    return otherwise;
  }

  private int slotOf(long key) {
    int at = slot(key, shift);
    while (values[at] != NONE && keys[at] != key) {
      at = (at + 1) & (keys.length - 1);
    }
    return at;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[2 * oldKeys.length];
    values = new int[keys.length];
    Arrays.fill(values, NONE);
    shift--;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != NONE) {
        int at = slotOf(oldKeys[i]);
        keys[at] = oldKeys[i];
        values[at] = oldValues[i];
      }
    }
  }

  /** Settles the filter; to be called when all keys are in. */
  void settle() {
    int bits = Math.max(LEAST_BITS, 64 - Long.numberOfLeadingZeros(32L * size));
    filter = new long[1 << (bits - 6)];
    filterShift = 64 - bits;
    for (int i = 0; i < keys.length; i++) {
      if (values[i] != NONE) {
        int bit = slot(keys[i], filterShift);
        filter[bit >>> 6] |= 1L << bit;
      }
    }
  }

  /** The value of a key, or {@link #NONE}. */
  int get(long key) {
    return mayHave(key) ? find(key) : NONE;
  }

  /**
   * The next place of a value, from {@code from} to {@code last} in steps, whose masked eight bytes
   * may be a key; -1 where there is none.
   */
  int next(FoldedBytes value, int from, int last, int step, long mask) {
    long[] bits = filter;
    int down = filterShift;
    int at = from;
    for (int whole = Math.min(last, value.lastWhole()); at <= whole; at += step) {
      int bit = (int) ((value.eightWithin(at) & mask) * MIX >>> down);
      if ((bits[bit >>> 6] >>> bit & 1) != 0) {
        return at;
      }
    }
    for (; at <= last; at += step) {
      if (mayHave(value.eightAt(at) & mask)) {
        return at;
      }
    }
    return -1;
  }

  private boolean mayHave(long key) {
    int bit = slot(key, filterShift);
    return (filter[bit >>> 6] >>> bit & 1) != 0;
  }

  /** The value of a key, or {@link #NONE}, without regard to the filter. */
  int find(long key) {
    return values[slotOf(key)];
  }

  boolean isEmpty() {
    return size == 0;
  }
}
