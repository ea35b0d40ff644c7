package io.testudo.intrusion.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A table of at most so many entries; a new one beyond that drives out the one that was longest not
 * asked for, and is counted.
 *
 * @param <K> key
 * @param <V> what is remembered of it
 */
public final class BoundedTable<K, V> {

  /** Writes a value. */
  @FunctionalInterface
  public interface Writer<T> {
    void write(DataOutput out, T value) throws IOException;
  }

  /** Reads a value. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(DataInput in) throws IOException;
  }

  private final int most;
  private final LinkedHashMap<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long evicted;

  public BoundedTable(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("most (" + most + ") of table must be positive");
    }
    this.most = most;
  }

  /** The value of this key, made if there is none. */
  public V get(K key, Function<K, V> make) {
    V value = entries.get(key);
    if (value == null) {
      if (entries.size() >= most) {
        var eldest = entries.entrySet().iterator();
        eldest.next();
        eldest.remove();
        evicted++;
      }
      value = make.apply(key);
      entries.put(key, value);
    }
    return value;
  }

  /** The value of this key, or null if there is none. */
  public @Nullable V find(K key) {
    return entries.get(key);
  }

  /** Forgets this key. */
  public void remove(K key) {
    entries.remove(key);
  }

  /** How many entries there are. */
  public int size() {
    return entries.size();
  }

  /** How many entries were driven out since the beginning. */
  public long evicted() {
    return evicted;
  }

  /** Writes the entries, the one that was longest not asked for first. */
  public void save(DataOutput out, Writer<K> keys, Writer<V> values) throws IOException {
    out.writeLong(evicted);
    out.writeInt(entries.size());
    for (Map.Entry<K, V> entry : entries.entrySet()) {
      keys.write(out, entry.getKey());
      values.write(out, entry.getValue());
    }
  }

  /** Takes over what {@link #save} wrote. */
  public void restore(DataInput in, Reader<K> keys, Reader<V> values) throws IOException {
    entries.clear();
    evicted = in.readLong();
    int count = Saved.readCount(in, most);
    for (int i = 0; i < count; i++) {
      K key = keys.read(in);
      entries.put(key, values.read(in));
    }
  }
}
