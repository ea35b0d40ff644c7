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
 * Finds the sources that an event belongs to. A tree: each occasion is filed under the values of
 * its first fact, below that under those of its second, and so on, so that an event is compared
 * with what is left of the occasions of its own channel and identifier alone.
 */
final class SourceIndex {
  private final Slots slots;
  private final Node root = new Node();

  SourceIndex(Slots slots) {
    this.slots = slots;
  }

  /** What remains to be found out when some facts hold. */
  private static final class Node {
    final Map<String, File> filed = new LinkedHashMap<>();
    final List<Occasion> unfiled = new ArrayList<>();
    final BitSet sources = new BitSet();
    File[] files = {};
  }

  /** The occasions whose next fact is about one field, by its value. */
  private record File(String field, int slot, Map<String, Node> byValue) {}

  /** The remaining facts under which rules apply, where the first of them has no plain values. */
  private record Occasion(List<SlottedFact> facts, int source) {}

  /** A fact and the slot of its field; -1 for what the event declares. */
  private record SlottedFact(EventSource.Fact fact, int slot) {}

  /** Files a source under its number. */
  void add(EventSource source, int number) {
    for (List<EventSource.Fact> facts : source.occasions()) {
      add(facts, number, root);
    }
  }

  private void add(List<EventSource.Fact> facts, int number, Node node) {
    if (facts.isEmpty()) {
      node.sources.set(number);
      return;
    }
    EventSource.Fact first = facts.getFirst();
    List<String> values = first.values().stream().map(TextPattern::onlyText).toList();
    if (values.contains("")) {
      node.unfiled.add(
          new Occasion(
              facts.stream().map(fact -> new SlottedFact(fact, slotOf(fact.field()))).toList(),
              number));
      return;
    }
    File file =
        node.filed.computeIfAbsent(first.field(), f -> new File(f, slotOf(f), new HashMap<>()));
    node.files = node.filed.values().toArray(File[]::new);
    for (String value : values) {
      Node below = file.byValue().computeIfAbsent(value, key -> new Node());
      add(facts.subList(1, facts.size()), number, below);
    }
  }

  private int slotOf(String field) {
    return field.startsWith("@") ? -1 : slots.of(field);
  }

  /** Marks the numbers of the sources that the event belongs to. */
  void find(EventView view, BitSet found) {
    find(root, view, found);
  }

  private static void find(Node node, EventView view, BitSet found) {
    found.or(node.sources);
    for (File file : node.files) {
      if (file.slot() < 0) {
        Node below = file.byValue().get(view.declared(file.field()));
        if (below != null) {
          find(below, view, found);
        }
        continue;
      }
      Reading reading = view.read(file.slot());
      for (int i = 0; i < reading.size(); i++) {
        Node below = file.byValue().get(reading.folded(i));
        if (below != null && !reading.isNothing(i)) {
          find(below, view, found);
        }
      }
    }
    for (int i = 0; i < node.unfiled.size(); i++) {
      Occasion occasion = node.unfiled.get(i);
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
