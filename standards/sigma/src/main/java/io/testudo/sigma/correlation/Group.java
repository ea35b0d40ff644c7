package io.testudo.sigma.correlation;

import io.testudo.sigma.correlation.Plan.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The remembered events of a correlation that belong together, and a window that moves over them.
 */
final class Group<P> {
  private static final int MOST_PIECES = 10;
  private static final int WORTH_DROPPING = 64;

  final Node node;
  final List<String> key;
  final List<String> shownKey;
  final ArrayList<Entry<P>> entries = new ArrayList<>(4);

  /** Whether it was forgotten, so that what still waits for it is void. */
  boolean forgotten;

  private final ArrayList<Entry<P>> withPiece = new ArrayList<>(4);
  private @Nullable Window window;
  private int low;
  private int high;
  private long windowEnd;

  /**
   * @param key the values it is known by
   * @param shownKey the same as the first event had them
   */
  Group(Node node, List<String> key, List<String> shownKey) {
    this.node = node;
    this.key = key;
    this.shownKey = shownKey;
  }

  /** The first place whose entry is not before this time and event. */
  private int place(long micros, long event) {
    int from = 0;
    int to = entries.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      Entry<P> entry = entries.get(middle);
      boolean before = entry.micros < micros || (entry.micros == micros && entry.event < event);
      if (before) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** The first place whose entry is after this time. */
  private int placeAfter(long micros) {
    int from = 0;
    int to = entries.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (entries.get(middle).micros <= micros) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** What taking an entry in came to. */
  enum Taken {
    NEW,
    /** The event was there, but not under this rule. */
    MERGED,
    KNOWN
  }

  /** Takes an entry in, unless its event is there already. */
  Taken take(Entry<P> entry) {
    int place = place(entry.micros, entry.event);
    if (place < entries.size()) {
      Entry<P> there = entries.get(place);
      if (there.micros == entry.micros && there.event == entry.event) {
        if ((there.rules | entry.rules) == there.rules) {
          return Taken.KNOWN;
        }
        there.rules |= entry.rules;
        window = null;
        return Taken.MERGED;
      }
    }
    entries.add(place, entry);
    if (place < high) {
      if (window != null && entry.micros == windowEnd) {
        window.add(entry);
        high++;
      } else {
        window = null;
      }
    }
    if (entry.piece != null) {
      keepPiece(entry);
    }
    return Taken.NEW;
  }

  /** Bounds the pieces: of entries of the same rules the newest stay. */
  private void keepPiece(Entry<P> entry) {
    withPiece.add(entry);
    if (withPiece.size() > MOST_PIECES) {
      int victim = 0;
      for (int i = 0; i < withPiece.size() - 1; i++) {
        if (hasLaterAlike(i)) {
          victim = i;
          break;
        }
      }
      withPiece.remove(victim).piece = null;
    }
  }

  private boolean hasLaterAlike(int place) {
    for (int i = place + 1; i < withPiece.size(); i++) {
      if (withPiece.get(i).rules == withPiece.get(place).rules) {
        return true;
      }
    }
    return false;
  }

  /** The entries of this very time. */
  List<Entry<P>> at(long micros) {
    return entries.subList(place(micros, Long.MIN_VALUE), placeAfter(micros));
  }

  /** The times from this one on whose windows hold an event of this time, if not judged yet. */
  List<Long> unjudgedFrom(long micros) {
    List<Long> times = new ArrayList<>(1);
    long last = Long.MIN_VALUE;
    for (int i = place(micros, Long.MIN_VALUE); i < entries.size(); i++) {
      Entry<P> entry = entries.get(i);
      if (entry.micros - node.spanMicros() >= micros) {
        break;
      }
      if (!entry.judged && (times.isEmpty() || entry.micros != last)) {
        times.add(entry.micros);
        last = entry.micros;
      }
    }
    return times;
  }

  /** Moves the window to end at this time, and gives it. */
  Window windowAt(long micros) {
    Window moved = window;
    if (moved == null || micros < windowEnd) {
      moved = Window.of(node.rule().correlation(), node.spanMicros());
      low = placeAfter(micros - node.spanMicros());
      high = low;
      window = moved;
    }
    while (high < entries.size() && entries.get(high).micros <= micros) {
      moved.add(entries.get(high++));
    }
    while (low < high && entries.get(low).micros <= micros - node.spanMicros()) {
      moved.remove(entries.get(low++));
    }
    windowEnd = micros;
    return moved;
  }

  /** The entries in the window. */
  List<Entry<P>> inWindow() {
    return entries.subList(low, high);
  }

  /** Drops entries that were taken in too long ago to be needed; says how many. */
  int dropOutlived(long horizon) {
    int outlived = 0;
    while (outlived < entries.size() && isOutlived(entries.get(outlived), horizon)) {
      outlived++;
    }
    boolean worth = outlived >= WORTH_DROPPING || outlived * 2 >= entries.size();
    return worth && outlived > 0 ? dropFirst(outlived) : 0;
  }

  /**
   * Whether an entry was taken in too long ago.
   *
   * @param horizon what was taken in before this moment, less the time span, is not needed
   */
  boolean isOutlived(Entry<P> entry, long horizon) {
    return entry.taken < horizon - node.spanMicros();
  }

  /** Drops the first entries. */
  int dropFirst(int count) {
    List<Entry<P>> first = entries.subList(0, count);
    Window moved = window;
    if (moved != null) {
      for (int i = low; i < Math.min(count, high); i++) {
        moved.remove(first.get(i));
      }
    }
    first.forEach(entry -> entry.dropped = true);
    withPiece.removeIf(entry -> entry.dropped);
    first.clear();
    low = Math.max(0, low - count);
    high = Math.max(0, high - count);
    return count;
  }
}
