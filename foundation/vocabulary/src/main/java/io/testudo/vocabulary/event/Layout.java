package io.testudo.vocabulary.event;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of the fields of records of one kind, in their order. Records share it, so that what is
 * found out about names is found out once for all of them; it is the same only as itself.
 */
public final class Layout {

  private final List<String> names;
  private final Map<String, Integer> positions;
  private volatile @Nullable Map<String, Integer> positionsOfLowered;

  /**
   * A layout.
   *
   * @param names the names, each once
   */
  public Layout(List<String> names) {
    this.names = List.copyOf(names);
    this.positions = HashMap.newHashMap(names.size());
    for (String name : names) {
      if (positions.put(name, positions.size()) != null) {
        throw new IllegalArgumentException("name (" + name + ") of layout must be there once");
      }
    }
  }

  /** The names in their order. */
  public List<String> names() {
    return names;
  }

  /** Where the field of exactly this name is, or −1. */
  public int position(String name) {
    Integer position = positions.get(name);
    return position == null ? -1 : position;
  }

  /** Where the first field is whose name is this but for the case of letters, or −1. */
  public int positionIgnoringCase(String name) {
    Map<String, Integer> known = positionsOfLowered;
    if (known == null) {
      known = HashMap.newHashMap(names.size());
      for (int i = 0; i < names.size(); i++) {
        known.putIfAbsent(names.get(i).toLowerCase(Locale.ROOT), i);
      }
      positionsOfLowered = known;
    }
    Integer position = known.get(name.toLowerCase(Locale.ROOT));
    return position == null ? -1 : position;
  }
}
