package io.testudo.sigma.matching;

import io.testudo.sigma.SigmaEvent;
import io.testudo.sigma.source.FieldSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The fields that the rules of one source speak of, and where its events have them.
 *
 * <p>Which fields are absent is remembered per layout of events, for about {@value #MOST_LAYOUTS}
 * layouts; then it begins anew. Immutable but for that memory; for any number of threads.
 */
final class FieldTable {
  private static final int MOST_LAYOUTS = 512;

  private final int[] places;
  private final FieldSource[] sources;
  private final Map<Object, BitSet> absentByLayout = new ConcurrentHashMap<>();

  /**
   * A table of fields.
   *
   * @param slots the fields by number
   * @param used the numbers of those in the table
   * @param sourceOf where a field of this name comes from
   */
  FieldTable(Slots slots, BitSet used, Function<String, FieldSource> sourceOf) {
    places = new int[slots.size()];
    Arrays.fill(places, -1);
    List<FieldSource> found = new ArrayList<>();
    for (int slot = used.nextSetBit(0); slot >= 0; slot = used.nextSetBit(slot + 1)) {
      places[slot] = found.size();
      found.add(sourceOf.apply(slots.names().get(slot)));
    }
    sources = found.toArray(FieldSource[]::new);
  }

  /** The place in this table of the field with this number. */
  int place(int slot) {
    return places[slot];
  }

  int size() {
    return sources.length;
  }

  FieldSource source(int place) {
    return sources[place];
  }

  /** The places of fields that an event of this layout surely does not have. */
  BitSet absent(Object layout, SigmaEvent event) {
    BitSet known = absentByLayout.get(layout);
    return known == null ? learn(layout, event) : known;
  }

  private BitSet learn(Object layout, SigmaEvent event) {
    var absent = new BitSet(sources.length);
    for (int place = 0; place < sources.length; place++) {
      if (sources[place] instanceof FieldSource.FirstOf first && first.read(event).isEmpty()) {
        absent.set(place);
      }
    }
    if (absentByLayout.size() >= MOST_LAYOUTS) {
      absentByLayout.clear();
    }
    absentByLayout.put(layout, absent);
    return absent;
  }
}
