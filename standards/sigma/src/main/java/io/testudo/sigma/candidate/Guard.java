package io.testudo.sigma.candidate;

import io.testudo.sigma.detection.Condition;
import io.testudo.sigma.detection.Detection;
import io.testudo.sigma.detection.Selection;
import io.testudo.sigma.detection.ValueTest;
import io.testudo.sigma.pattern.Comparison;
import io.testudo.sigma.pattern.TextPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Clues of a rule: wherever the rule holds, at least one of them shows.
 *
 * <p>They are read off the detection: of an "or" those of all parts together, of "at least k of n"
 * those of the n - k + 1 rarest; a "not" gives none, since it holds where nothing shows, nor does a
 * test that an absent field passes. Each part of an "and" gives a guard of its own.
 *
 * @param clues what to look for
 * @param share the estimated share of events that show one of them
 */
public record Guard(Set<Clue> clues, double share) {

  /** How many guards a rule has at most. */
  public static final int MOST = 3;

  private static final double WORTH = 0.6;
  private static final int MOST_CLUES = 64;
  private static final int EASY_LENGTH = 8;

  public Guard {
    clues = Set.copyOf(clues);
  }

  /**
   * The guards of a detection, the rarest first: wherever it holds, each of them shows a clue. None
   * where it may hold though no clue shows. Further guards are given only where they are easy to
   * look for and rule something out.
   */
  public static List<Guard> of(Detection detection, Rarity rarity) {
    List<Guard> all = new ArrayList<>();
    new Finder(detection, rarity).conjuncts(detection.condition(), all);
    all.sort(Comparator.comparingDouble(Guard::share));
    List<Guard> kept = new ArrayList<>(MOST);
    for (Guard guard : all) {
      if (kept.isEmpty() || (kept.size() < MOST && guard.isEasy() && !kept.contains(guard))) {
        kept.add(guard);
      }
    }
    return kept;
  }

  private boolean isEasy() {
    return share < WORTH && clues.size() <= MOST_CLUES && clues.stream().allMatch(Guard::isEasy);
  }

  private static boolean isEasy(Clue clue) {
    return switch (clue) {
      case Clue.There there -> false;
      case Clue.Counts counts -> true;
      case Clue.Shows shows ->
          !shows.field().equals(Clue.EVERYTHING)
              && (shows.part().place() != TextPattern.Part.Place.INSIDE
                  || shows.part().text().length() >= EASY_LENGTH);
    };
  }

  /** Walks through one detection. */
  private record Finder(Detection detection, Rarity rarity) {

    void conjuncts(Condition condition, List<Guard> into) {
      switch (condition) {
        case Condition.And and -> and.parts().forEach(part -> conjuncts(part, into));
        case Condition.Named named -> conjuncts(search(named.search()), into);
        case Condition.AtLeast some when some.count() == some.searches().size() ->
            some.searches().forEach(search -> conjuncts(search(search), into));
        case Condition.AtLeast some -> add(of(some), into);
        case Condition.Or or -> add(of(or), into);
        case Condition.Not not -> {}
      }
    }

    private void conjuncts(Selection selection, List<Guard> into) {
      if (selection instanceof Selection.AllOf all) {
        all.parts().forEach(part -> conjuncts(part, into));
      } else if (selection instanceof Selection.OfField named
          && named.values().join() == Selection.Join.ALL) {
        listed(named.field(), named.values()).forEach(guard -> add(guard, into));
      } else {
        add(of(selection), into);
      }
    }

    private static void add(@Nullable Guard guard, List<Guard> into) {
      if (guard != null) {
        into.add(guard);
      }
    }

    private Selection search(int search) {
      return detection.searches().get(search).selection();
    }

    private @Nullable Guard of(Condition condition) {
      return switch (condition) {
        case Condition.And and -> rarest(and.parts().stream().map(this::of).toList(), 1);
        case Condition.Or or -> together(or.parts().stream().map(this::of).toList());
        case Condition.Not not -> null;
        case Condition.Named named -> of(search(named.search()));
        case Condition.AtLeast some -> {
          int needed = Math.max(0, some.searches().size() - some.count() + 1);
          List<@Nullable Guard> each = new ArrayList<>();
          some.searches().forEach(search -> each.add(of(search(search))));
          yield some.count() <= 0 ? null : rarest(each, needed);
        }
      };
    }

    private @Nullable Guard of(Selection selection) {
      return switch (selection) {
        case Selection.AllOf all -> rarest(all.parts().stream().map(this::of).toList(), 1);
        case Selection.AnyOf any -> together(any.parts().stream().map(this::of).toList());
        case Selection.Presence presence -> presence.present() ? there(presence.field()) : null;
        case Selection.OfField named -> of(named.field(), named.values());
        case Selection.OfEvent keywords -> of(Clue.EVERYTHING, keywords.values());
      };
    }

    private @Nullable Guard of(String field, Selection.Values values) {
      return switch (values.join()) {
        case ANY -> together(listed(field, values));
        case ALL -> rarest(listed(field, values), 1);
        case NONE, NOT_ALL -> there(field);
      };
    }

    private List<@Nullable Guard> listed(String field, Selection.Values values) {
      List<@Nullable Guard> listed = new ArrayList<>();
      for (List<ValueTest> alternatives : values.alternatives()) {
        List<@Nullable Guard> each = new ArrayList<>();
        alternatives.forEach(test -> each.add(of(field, test)));
        listed.add(together(each));
      }
      return listed;
    }

    private @Nullable Guard of(String field, ValueTest test) {
      return switch (test) {
        case ValueTest.Like like -> rarestOf(field, like.pattern().parts());
        case ValueTest.Matches matches -> {
          String text = matches.pattern().requiredText();
          yield text.isEmpty() ? there(field) : rarestOf(field, List.of(inside(text)));
        }
        case ValueTest.Compares compares ->
            compares.comparison() == Comparison.EQUAL
                ? guard(new Clue.Counts(field, compares.number().decimal()))
                : there(field);
        case ValueTest.Is is -> rarestOf(field, List.of(whole(Boolean.toString(is.flag()))));
        case ValueTest.IsNothing nothing -> null;
        case ValueTest.Dates dates -> there(field);
        case ValueTest.Within within -> there(field);
        case ValueTest.SameAs same -> there(field);
      };
    }

    private static TextPattern.Part inside(String text) {
      return new TextPattern.Part(TextPattern.Part.Place.INSIDE, text);
    }

    private static TextPattern.Part whole(String text) {
      return new TextPattern.Part(TextPattern.Part.Place.WHOLE, text);
    }

    private @Nullable Guard rarestOf(String field, List<TextPattern.Part> parts) {
      Guard best = there(field);
      for (TextPattern.Part part : parts) {
        Guard guard = guard(new Clue.Shows(field, part));
        if (best == null || guard.share() < best.share()) {
          best = guard;
        }
      }
      return best;
    }

    /** Of the whole event nothing is known by its being there. */
    private @Nullable Guard there(String field) {
      return field.equals(Clue.EVERYTHING) ? null : guard(new Clue.There(field));
    }

    private Guard guard(Clue clue) {
      return new Guard(Set.of(clue), rarity.of(clue));
    }

    /** The rarest few of some guards together; null where there are not as many. */
    private static @Nullable Guard rarest(Collection<? extends @Nullable Guard> guards, int count) {
      List<Guard> known = new ArrayList<>();
      for (Guard guard : guards) {
        if (guard != null) {
          known.add(guard);
        }
      }
      known.sort(Comparator.comparingDouble(Guard::share));
      return known.size() < count ? null : together(known.subList(0, count));
    }

    private static @Nullable Guard together(Collection<? extends @Nullable Guard> guards) {
      var clues = new LinkedHashSet<Clue>();
      double share = 0;
      for (Guard guard : guards) {
        if (guard == null) {
          return null;
        }
        clues.addAll(guard.clues());
        share += guard.share();
      }
      return new Guard(clues, share);
    }
  }
}
