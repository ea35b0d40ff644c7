package io.testudo.vocabulary.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Named values in the order in which they were written; unmodifiable. */
public final class Fields implements Value {

  /** No fields. */
  public static final Fields NONE = new Fields(Map.of());

  private final Map<String, Value> byName;

  private Fields(Map<String, Value> byName) {
    this.byName = byName;
  }

  /** A copy of these named values, in the map's order. */
  public static Fields of(Map<String, ? extends Value> byName) {
    return new Fields(Collections.unmodifiableMap(new LinkedHashMap<>(byName)));
  }

  /** The names with their values, unmodifiable, in order. */
  public Map<String, Value> asMap() {
    return byName;
  }

  /** The value of the field with exactly this name, or null if there is none. */
  public @Nullable Value get(String name) {
    return byName.get(name);
  }

  /**
   * The value at a dotted path: the field of exactly this name if there is one ({@code id.orig_h}
   * in a Zeek log), else what the path leads to through nested fields ({@code
   * userIdentity.sessionContext}), or null.
   */
  public @Nullable Value find(String path) {
    Value direct = byName.get(path);
    if (direct != null) {
      return direct;
    }
    for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
      if (byName.get(path.substring(0, dot)) instanceof Fields nested) {
        Value found = nested.find(path.substring(dot + 1));
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** The text of the value at this path, or the empty string if there is none. */
  public String text(String path) {
    Value value = find(path);
    return value == null ? "" : value.toString();
  }

  /** How many fields there are. */
  public int size() {
    return byName.size();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Fields fields && byName.equals(fields.byName);
  }

  @Override
  public int hashCode() {
    return byName.hashCode();
  }

  @Override
  public String toString() {
    return byName.toString();
  }
}
