package io.testudo.vocabulary.event;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of a record by the names of its layout; unmodifiable. */
final class LaidOut extends AbstractMap<String, Value> {

  private final Layout layout;
  private final Fields.Values values;

  LaidOut(Layout layout, Fields.Values values) {
    this.layout = layout;
    this.values = values;
  }

  @Override
  public @Nullable Value get(@Nullable Object name) {
    int position = name instanceof String text ? layout.position(text) : -1;
    return position < 0 ? null : values.at(position);
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return name instanceof String text && layout.position(text) >= 0;
  }

  @Override
  public int size() {
    return layout.names().size();
  }

  @Override
  public Set<Map.Entry<String, Value>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, Value>> iterator() {
        return new Entries();
      }

      @Override
      public int size() {
        return layout.names().size();
      }
    };
  }

  private final class Entries implements Iterator<Map.Entry<String, Value>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < layout.names().size();
    }

    @Override
    public Map.Entry<String, Value> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Map.Entry<String, Value> entry = Map.entry(layout.names().get(next), values.at(next));
      next++;
      return entry;
    }
  }
}
