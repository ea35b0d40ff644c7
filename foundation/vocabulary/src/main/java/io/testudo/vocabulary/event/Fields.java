package io.testudo.vocabulary.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Named values in the order in which they were written; unmodifiable. */
public final class Fields implements Value {

  /** No fields. */
  public static final Fields NONE = new Fields(Map.of(), null, null);

  private final Map<String, Value> byName;
  private final @Nullable Layout layout;
  private final @Nullable Values values;

  private Fields(Map<String, Value> byName, @Nullable Layout layout, @Nullable Values values) {
    this.byName = byName;
    this.layout = layout;
    this.values = values;
  }

  /**
   * Values in the order of a layout, which may be decoded when they are first asked for. None is a
   * {@link Fields} or an empty list. Safe for any number of threads.
   */
  public interface Values {

    /** The value of the field at this position. */
    Value at(int position);

    /**
     * The bytes that the values were read from, perhaps followed by zeros, if all runs of printable
     * ASCII but {@code "}, {@code \} and {@code /} which their texts hold, lowered or not, are in
     * them as they are; else null. Not to be changed.
     */
    byte @Nullable [] document();
  }

  /** A copy of these named values, in the map's order. */
  public static Fields of(Map<String, ? extends Value> byName) {
    return new Fields(Collections.unmodifiableMap(new LinkedHashMap<>(byName)), null, null);
  }

  /** These values under the names of a layout. */
  public static Fields of(Layout layout, Values values) {
    return new Fields(new LaidOut(layout, values), layout, values);
  }

  /**
   * The layout that these fields share with others of their kind; null where they have one of their
   * own. Where there is one, no value is a {@link Fields} or an empty list.
   */
  public @Nullable Layout layout() {
    return layout;
  }

  /**
   * The value at a position of the layout.
   *
   * @throws IllegalStateException where there is no layout
   */
  public Value at(int position) {
    if (values == null) {
      throw new IllegalStateException("fields without a layout have no positions");
    }
    return values.at(position);
  }

  /** The bytes these fields were read from, as {@link Values#document}; null where unknown. */
  public byte @Nullable [] document() {
    return values == null ? null : values.document();
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
    if (direct != null || layout != null) {
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
