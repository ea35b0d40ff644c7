package io.testudo.suricata.rule;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What rules remember beyond one conversation: bits of hosts and of pairs of hosts, and values of
 * data sets. Each kind is bounded; what is oldest gives way.
 *
 * <p>For one thread.
 */
public final class Memory {
  private static final int MOST_BITS = 65_536;
  private static final int MOST_VALUES = 262_144;

  private final Map<String, Long> bits = new LinkedHashMap<>();
  private final Map<String, Set<String>> sets = new LinkedHashMap<>();
  private int values;

  /** Sets a bit until a time. */
  public void setBit(String name, long untilNanos) {
    if (bits.size() >= MOST_BITS) {
      bits.remove(bits.keySet().iterator().next());
    }
    bits.put(name, untilNanos);
  }

  /** Takes a bit away. */
  public void unsetBit(String name) {
    bits.remove(name);
  }

  /** Whether a bit is set at a time. */
  public boolean hasBit(String name, long nowNanos) {
    Long until = bits.get(name);
    return until != null && until > nowNanos;
  }

  /** Whether a set holds a value. */
  public boolean holds(String set, String value) {
    Set<String> held = sets.get(set);
    return held != null && held.contains(value);
  }

  /** Adds a value to a set; whether it was not there. */
  public boolean add(String set, String value) {
    if (values >= MOST_VALUES) {
      return false;
    }
    boolean added = sets.computeIfAbsent(set, s -> new LinkedHashSet<>()).add(value);
    values += added ? 1 : 0;
    return added;
  }

  /** Takes a value from a set; whether it was there. */
  public boolean remove(String set, String value) {
    Set<String> held = sets.get(set);
    boolean removed = held != null && held.remove(value);
    values -= removed ? 1 : 0;
    return removed;
  }
}
