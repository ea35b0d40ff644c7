package io.testudo.intrusion.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The distinct values seen within a sliding window, exact up to a bound: beyond it the value that
 * was longest not seen is forgotten, so that a count at the bound means "at least".
 *
 * <p>Constant time per value on average. Values must be given in roughly ascending time; a time
 * more than the window before the latest empties it first.
 *
 * @param <T> value
 */
public final class RecentDistinct<T> {

  private final int most;
  private final Duration window;
  private final LinkedHashMap<T, Instant> lastSeen = new LinkedHashMap<>();

  public RecentDistinct(int most, Duration window) {
    this.most = most;
    this.window = window;
  }

  /** Takes the value in; whether it was not among those of the window. */
  public boolean add(T value, Instant time) {
    expire(time);
    boolean isNew = lastSeen.remove(value) == null;
    if (isNew && lastSeen.size() >= most) {
      lastSeen.remove(lastSeen.keySet().iterator().next());
    }
    lastSeen.put(value, time);
    return isNew;
  }

  /** Forgets what is older than the window before {@code now}, or lies far after it. */
  public void expire(Instant now) {
    Instant oldest = now.minus(window);
    Instant latest = now.plus(window);
    var all = lastSeen.values().iterator();
    while (all.hasNext()) {
      Instant time = all.next();
      if (!time.isBefore(oldest) && !time.isAfter(latest)) {
        return;
      }
      all.remove();
    }
  }

  /** How many distinct values the window holds. */
  public int size() {
    return lastSeen.size();
  }

  /** Whether the bound was reached, so that there may be more than {@link #size} says. */
  public boolean isFull() {
    return lastSeen.size() >= most;
  }

  /** Whether the window holds this value. */
  public boolean contains(T value) {
    return lastSeen.containsKey(value);
  }

  /** The values, the one that was longest not seen first. */
  public List<T> values() {
    return new ArrayList<>(lastSeen.keySet());
  }

  /** Forgets everything. */
  public void clear() {
    lastSeen.clear();
  }

  /** Writes the values. */
  public void save(DataOutput out, BoundedTable.Writer<T> values) throws IOException {
    out.writeInt(lastSeen.size());
    for (Map.Entry<T, Instant> entry : lastSeen.entrySet()) {
      values.write(out, entry.getKey());
      Saved.writeInstant(out, entry.getValue());
    }
  }

  /** Takes over what {@link #save} wrote. */
  public void restore(DataInput in, BoundedTable.Reader<T> values) throws IOException {
    lastSeen.clear();
    int count = Saved.readCount(in, most);
    for (int i = 0; i < count; i++) {
      T value = values.read(in);
      lastSeen.put(value, Saved.readInstant(in));
    }
  }
}
