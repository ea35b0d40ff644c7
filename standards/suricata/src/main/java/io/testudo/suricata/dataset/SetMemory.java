package io.testudo.suricata.dataset;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What rules have added to data sets and taken from them. Bounded: at most {@value #MOST_CHANGES}
 * changes of {@value #MOST_OCTETS} octets together are remembered, and the oldest give way.
 *
 * <p>For one thread.
 */
public final class SetMemory {
  private static final int MOST_CHANGES = 262_144;
  private static final long MOST_OCTETS = 64L << 20;

  private record Member(String set, String value) {}

  private final Map<Member, Boolean> changes = new LinkedHashMap<>();
  private long octets;

  /** Whether a set holds a value. */
  public boolean holds(DataSet set, String value) {
    Boolean change = changes.get(new Member(set.name(), value));
    return change == null ? set.loaded().containsKey(value) : change;
  }

  /** Adds a value to a set; whether it was not there. */
  public boolean add(DataSet set, String value) {
    if (holds(set, value)) {
      return false;
    }
    change(new Member(set.name(), value), true);
    return true;
  }

  /** Takes a value from a set; whether it was there. */
  public boolean remove(DataSet set, String value) {
    if (!holds(set, value)) {
      return false;
    }
    change(new Member(set.name(), value), false);
    return true;
  }

  private void change(Member member, boolean isThere) {
    if (changes.put(member, isThere) == null) {
      octets += member.value.length();
    }
    Iterator<Member> oldest = changes.keySet().iterator();
    while (changes.size() > MOST_CHANGES || octets > MOST_OCTETS) {
      octets -= oldest.next().value.length();
      oldest.remove();
    }
  }
}
