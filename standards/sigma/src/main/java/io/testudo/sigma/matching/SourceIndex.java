package io.testudo.sigma.matching;

import io.testudo.sigma.pattern.TextPattern;
import io.testudo.sigma.source.EventSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the sources that an event belongs to. Each occasion is filed under the values of its first
 * fact, so that an event is asked for a few fields and compared with the occasions of its own
 * channel or product alone.
 */
final class SourceIndex {
  private final Slots slots;
  private final Map<String, File> filed = new LinkedHashMap<>();
  private final List<Occasion> unfiled = new ArrayList<>();

  SourceIndex(Slots slots) {
    this.slots = slots;
  }

  /** The occasions whose first fact is about one field, by its value. */
  private record File(String field, int slot, Map<String, List<Occasion>> byValue) {}

  /** The remaining facts under which rules apply. */
  private record Occasion(List<SlottedFact> facts, int source) {}

  /** A fact and the slot of its field; -1 for what the event declares. */
  private record SlottedFact(EventSource.Fact fact, int slot) {}

  /** Files a source under its number. */
  void add(EventSource source, int number) {
    for (List<EventSource.Fact> facts : source.occasions()) {
      EventSource.Fact first = facts.getFirst();
      List<String> values = first.values().stream().map(TextPattern::onlyText).toList();
      if (values.contains("")) {
        unfiled.add(occasion(facts, number));
        continue;
      }
      Occasion rest = occasion(facts.subList(1, facts.size()), number);
      File file =
          filed.computeIfAbsent(first.field(), f -> new File(f, slotOf(f), new HashMap<>()));
      values.forEach(v -> file.byValue().computeIfAbsent(v, key -> new ArrayList<>()).add(rest));
    }
  }

  private Occasion occasion(List<EventSource.Fact> facts, int number) {
    return new Occasion(
        facts.stream().map(fact -> new SlottedFact(fact, slotOf(fact.field()))).toList(), number);
  }

  private int slotOf(String field) {
    return field.startsWith("@") ? -1 : slots.of(field);
  }

  /** Marks the numbers of the sources that the event belongs to. */
  void find(EventView view, BitSet found) {
    for (File file : filed.values()) {
      if (file.slot() < 0) {
        String declared = view.declared(file.field());
        check(file.byValue().getOrDefault(declared, List.of()), view, found);
        continue;
      }
      Reading reading = view.read(file.slot());
      for (int i = 0; i < reading.size(); i++) {
        check(file.byValue().getOrDefault(reading.folded(i), List.of()), view, found);
      }
    }
    check(unfiled, view, found);
  }

  private static void check(List<Occasion> occasions, EventView view, BitSet found) {
    for (int i = 0; i < occasions.size(); i++) {
      Occasion occasion = occasions.get(i);
      if (!found.get(occasion.source()) && holds(occasion, view)) {
        found.set(occasion.source());
      }
    }
  }

  private static boolean holds(Occasion occasion, EventView view) {
    List<SlottedFact> facts = occasion.facts();
    for (int i = 0; i < facts.size(); i++) {
      EventSource.Fact fact = facts.get(i).fact();
      int slot = facts.get(i).slot();
      boolean holds =
          slot < 0 ? fact.holds(view.declared(fact.field())) : holds(fact, view.read(slot));
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(EventSource.Fact fact, Reading reading) {
    for (int i = 0; i < reading.size(); i++) {
      String text = reading.text(i);
      String folded = reading.folded(i);
      for (TextPattern value : fact.values()) {
        if (!reading.isNothing(i) && value.matches(text, folded)) {
          return true;
        }
      }
    }
    return false;
  }
}
