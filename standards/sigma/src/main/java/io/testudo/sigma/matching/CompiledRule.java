package io.testudo.sigma.matching;

import io.testudo.sigma.LogSource;
import io.testudo.sigma.Match;
import io.testudo.sigma.SigmaRule;
import io.testudo.sigma.candidate.Guard;
import io.testudo.sigma.candidate.Rarity;
import io.testudo.sigma.detection.Condition;
import io.testudo.sigma.detection.Detection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/** A rule ready to be tested. Each of its searches is evaluated at most once per event. */
final class CompiledRule {
  private static final byte UNKNOWN = 0;
  private static final byte HOLDS = 1;
  private static final byte FAILS = 2;
  private static final int MOST_ASKED = 4_096;

  private final SigmaRule rule;
  private final int number;
  private final Check[] searches;
  private final Condition condition;
  private final List<String> asked;
  private final int[] askedSlots;
  private final BitSet slots;
  private final List<Guard> guards;

  CompiledRule(SigmaRule rule, int number, Slots slots, Rarity rarity, List<String> asked) {
    this.rule = rule;
    this.number = number;
    Detection detection = rule.detection();
    slots.takeAsked();
    this.searches =
        detection.searches().stream()
            .map(search -> Check.of(search.selection(), slots))
            .toArray(Check[]::new);
    this.asked = asked;
    this.askedSlots = asked.stream().map(rule.fields()::nameOf).mapToInt(slots::of).toArray();
    this.slots = slots.takeAsked();
    this.condition = detection.condition();
    this.guards = Guard.of(detection, rarity);
  }

  SigmaRule rule() {
    return rule;
  }

  /** The place of the rule in its set. */
  int number() {
    return number;
  }

  /** The numbers of the fields that it speaks of. */
  BitSet slots() {
    return slots;
  }

  /** What shows wherever it holds; none where nothing need. */
  List<Guard> guards() {
    return guards;
  }

  boolean holds(EventView view) {
    if (condition instanceof Condition.Named only) {
      return searches[only.search()].holds(view);
    }
    return holds(condition, view, new byte[searches.length]);
  }

  private boolean holds(Condition part, EventView view, byte[] known) {
    return switch (part) {
      case Condition.And and -> {
        for (Condition each : and.parts()) {
          if (!holds(each, view, known)) {
            yield false;
          }
        }
        yield true;
      }
      case Condition.Or or -> {
        for (Condition each : or.parts()) {
          if (holds(each, view, known)) {
            yield true;
          }
        }
        yield false;
      }
      case Condition.Not not -> !holds(not.part(), view, known);
      case Condition.Named named -> holds(named.search(), view, known);
      case Condition.AtLeast some -> {
        int missing = some.count();
        int left = some.searches().size();
        for (int i = 0; i < some.searches().size() && missing > 0 && missing <= left; i++) {
          missing -= holds(some.searches().get(i), view, known) ? 1 : 0;
          left--;
        }
        yield missing <= 0;
      }
    };
  }

  private boolean holds(int search, EventView view, byte[] known) {
    if (known[search] == UNKNOWN) {
      known[search] = searches[search].holds(view) ? HOLDS : FAILS;
    }
    return known[search] == HOLDS;
  }

  /** The match of a rule that holds. */
  Match match(EventView view, LogSource logSource) {
    var asked = new TreeSet<Integer>();
    collectAsked(condition, asked);
    var names = new ArrayList<String>();
    var evidence = new ArrayList<Match.Evidence>();
    for (int search : asked) {
      if (searches[search].holds(view)) {
        String name = rule.detection().searches().get(search).name();
        names.add(name);
        searches[search].explain(name, view, evidence);
      }
    }
    return new Match(rule, logSource, names, evidence, askedOf(view));
  }

  private Map<String, String> askedOf(EventView view) {
    if (askedSlots.length == 0) {
      return Map.of();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < askedSlots.length; i++) {
      Reading reading = view.read(askedSlots[i]);
      var text = new StringJoiner(", ");
      for (int v = 0; v < reading.size() && text.length() < MOST_ASKED; v++) {
        if (!reading.isNothing(v)) {
          text.add(reading.text(v));
        }
      }
      if (text.length() > 0) {
        values.put(asked.get(i), text.toString());
      }
    }
    return values;
  }

  private static void collectAsked(Condition part, Set<Integer> into) {
    switch (part) {
      case Condition.And and -> and.parts().forEach(each -> collectAsked(each, into));
      case Condition.Or or -> or.parts().forEach(each -> collectAsked(each, into));
      case Condition.Not not -> {}
      case Condition.Named named -> into.add(named.search());
      case Condition.AtLeast some -> into.addAll(some.searches());
    }
  }
}
