package io.testudo.telemetry.container;

/**
 * The items under which the entries of one archive are known, each of them once.
 *
 * <p>An item is the outer item's, {@code !} and the entry's name, shortened to its end, without
 * control characters, and with {@code %21} for an exclamation mark of its own. Where that was there
 * before, {@code #} and the entry's ordinal follow, so that a place in the second of two entries is
 * never taken for one in the first.
 *
 * <p>Only 64 bits of each item are remembered. Two different names that share them, which can be
 * contrived, cost the second its plain name; equal names are never missed.
 */
final class EntryLabels {

  private static final int MOST_NAME_CHARACTERS = 512;

  private final String outer;
  private long[] seen = new long[16];
  private int entries;
  private int stored;

  EntryLabels(String outer) {
    this.outer = outer;
  }

  /** The item of the next entry, which has this name. */
  String next(String name) {
    entries++;
    String label = label(name);
    while (!add(label)) {
      label = label + '#' + entries;
    }
    return label;
  }

  private String label(String name) {
    StringBuilder label = new StringBuilder(outer).append('!');
    int from = Math.max(0, name.length() - MOST_NAME_CHARACTERS);
    for (int i = from; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '!') {
        label.append("%21");
      } else {
        label.append(Character.isISOControl(c) ? '\uFFFD' : c);
      }
    }
    return label.toString();
  }

  /** Open addressing with linear probing; 0 marks a free place. */
  private boolean add(String label) {
    if (2 * (stored + 1) > seen.length) {
      long[] before = seen;
      seen = new long[2 * before.length];
      for (long hash : before) {
        if (hash != 0) {
          seen[place(hash)] = hash;
        }
      }
    }
    long hash = hash(label);
    int place = place(hash);
    if (seen[place] == hash) {
      return false;
    }
    seen[place] = hash;
    stored++;
    return true;
  }

  private int place(long hash) {
    int place = (int) (hash >>> 32) & (seen.length - 1);
    while (seen[place] != 0 && seen[place] != hash) {
      place = (place + 1) & (seen.length - 1);
    }
    return place;
  }

  private static long hash(String label) {
    long hash = 0x9E3779B97F4A7C15L;
    for (int i = 0; i < label.length(); i++) {
      hash = (hash ^ label.charAt(i)) * 0xBF58476D1CE4E5B9L;
      hash ^= hash >>> 29;
    }
    return hash == 0 ? 1 : hash;
  }
}
