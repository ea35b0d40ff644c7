package io.testudo.sigma.matching;

import io.testudo.sigma.Match;
import io.testudo.sigma.detection.Selection;
import java.util.List;

/** A {@link Selection} that knows its slots. */
sealed interface Check {

  boolean holds(EventView view);

  /** Adds what satisfies a check that holds. */
  void explain(String search, EventView view, List<Match.Evidence> into);

  static Check of(Selection selection, Slots slots) {
    return switch (selection) {
      case Selection.AllOf all -> new All(compiled(all.parts(), slots));
      case Selection.AnyOf any -> new Any(compiled(any.parts(), slots));
      case Selection.Presence p -> new Presence(slots.of(p.field()), p.field(), p.present());
      case Selection.OfField f ->
          new Field(slots.of(f.field()), f.field(), new ListedValues(f.values(), slots));
      case Selection.OfEvent e -> new Keywords(new ListedValues(e.values(), slots));
    };
  }

  private static List<Check> compiled(List<Selection> parts, Slots slots) {
    return parts.stream().map(part -> of(part, slots)).toList();
  }

  record All(List<Check> parts) implements Check {
    @Override
    public boolean holds(EventView view) {
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).holds(view)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void explain(String search, EventView view, List<Match.Evidence> into) {
      parts.forEach(part -> part.explain(search, view, into));
    }
  }

  record Any(List<Check> parts) implements Check {
    @Override
    public boolean holds(EventView view) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).holds(view)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void explain(String search, EventView view, List<Match.Evidence> into) {
      for (Check part : parts) {
        if (part.holds(view)) {
          part.explain(search, view, into);
        }
      }
    }
  }

  record Presence(int slot, String name, boolean present) implements Check {
    @Override
    public boolean holds(EventView view) {
      return (view.read(slot).size() > 0) == present;
    }

    @Override
    public void explain(String search, EventView view, List<Match.Evidence> into) {
      Reading reading = view.read(slot);
      String value = reading.size() == 0 ? "" : reading.text(0);
      into.add(new Match.Evidence(search, name, value, present ? "present" : "absent"));
    }
  }

  record Field(int slot, String name, ListedValues values) implements Check {
    @Override
    public boolean holds(EventView view) {
      return values.hold(view.read(slot), view);
    }

    @Override
    public void explain(String search, EventView view, List<Match.Evidence> into) {
      values.explain(search, name, view.read(slot), view, into);
    }
  }

  record Keywords(ListedValues values) implements Check {
    @Override
    public boolean holds(EventView view) {
      return values.hold(view.everything(), view);
    }

    @Override
    public void explain(String search, EventView view, List<Match.Evidence> into) {
      values.explain(search, "", view.everything(), view, into);
    }
  }
}
