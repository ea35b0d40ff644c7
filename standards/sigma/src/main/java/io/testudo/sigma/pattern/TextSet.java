package io.testudo.sigma.pattern;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Many texts, any of which is looked for inside another one in a single pass.
 *
 * <p>Source: R. Karp and M. Rabin, Efficient randomized pattern-matching algorithms (1987), with
 * one window for all texts: as long as the shortest of them, at most {@value #MAX_WINDOW}
 * characters.
 *
 * <p>Cost: O(length of the searched text), plus one comparison per text whose beginning has the
 * hash of the window; memory O(sum of the texts). Hashes only say where to compare, so a collision
 * costs time and never gives a wrong answer. Immutable.
 */
public final class TextSet {
  private static final int MAX_WINDOW = 12;
  private static final long BASE = 0x9E37_79B9_7F4A_7C15L;

  private final int window;
  private final long leaving;
  private final long[] filter;
  private final Map<Long, List<String>> byHash = new HashMap<>();

  /** A set of texts, none of which may be empty. */
  public TextSet(Collection<String> texts) {
    int shortest = MAX_WINDOW;
    for (String text : texts) {
      if (text.isEmpty()) {
        throw new IllegalArgumentException("texts (" + texts.size() + ") must not be empty");
      }
      shortest = Math.min(shortest, text.length());
    }
    this.window = shortest;
    long power = 1;
    for (int i = 0; i < window; i++) {
      power *= BASE;
    }
    this.leaving = power;
    this.filter = new long[Math.max(16, Integer.highestOneBit(texts.size()) * 2)];
    for (String text : texts) {
      long hash = 0;
      for (int i = 0; i < window; i++) {
        hash = hash * BASE + text.charAt(i);
      }
      int bit = bit(hash);
      filter[bit >>> 6] |= 1L << bit;
      byHash.computeIfAbsent(hash, key -> new ArrayList<>(1)).add(text);
    }
  }

  private int bit(long hash) {
    return (int) (hash >>> 32) & (filter.length * 64 - 1);
  }

  /** One of the texts that occurs in the subject; empty where none does. */
  public String firstIn(String subject) {
    int length = subject.length();
    if (length < window) {
      return "";
    }
    long hash = 0;
    for (int i = 0; i < length; i++) {
      hash = hash * BASE + subject.charAt(i);
      if (i >= window) {
        hash -= leaving * subject.charAt(i - window);
      }
      int bit = bit(hash);
      if (i >= window - 1 && (filter[bit >>> 6] & (1L << bit)) != 0) {
        String found = at(subject, i - window + 1, hash);
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    return "";
  }

  private String at(String subject, int position, long hash) {
    for (String text : byHash.getOrDefault(hash, List.of())) {
      if (subject.startsWith(text, position)) {
        return text;
      }
    }
    return "";
  }
}
