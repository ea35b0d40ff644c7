package io.testudo.suricata.dataset;

import java.util.Map;

/**
 * A set of values as it was loaded, each with its reputation. Immutable; what rules change of it
 * while traffic is followed is in a {@link SetMemory}.
 *
 * @param name by what rules call it
 * @param type what its values are
 * @param loaded reputations by value, 0 where a list gives none
 */
public record DataSet(String name, ValueType type, Map<String, Integer> loaded) {

  /** Copies the map. */
  public DataSet {
    loaded = Map.copyOf(loaded);
  }
}
