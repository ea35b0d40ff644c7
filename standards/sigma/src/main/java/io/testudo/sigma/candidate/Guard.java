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
 * The clues of a rule: wherever the rule holds, at least one of them shows.
 *
 * <p>They are read off the detection: of an "and" those of its rarest part, of an "or" those of all
 * parts, of "at least k of n" those of the n - k + 1 rarest; a "not" gives none, since it holds
 * where nothing shows, nor does a test that an absent field passes.
 *
 * @param clues what to look for
 * @param share the estimated share of events that show one of them
 */
public record Guard(Set<Clue> clues, double share) {

  public Guard {
    clues = Set.copyOf(clues);
  }

  /** The guard of a detection; null where it may hold though no clue shows. */
  public static @Nullable Guard of(Detection detection, Rarity rarity) {
    return new Finder(detection, rarity).of(detection.condition());
  }

  /** Walks through one detection. */
  private record Finder(Detection detection, Rarity rarity) {

    @Nullable Guard of(Condition condition) {
      return switch (condition) {
        case Condition.And and -> rarest(and.parts().stream().map(this::of).toList(), 1);
        case Condition.Or or -> together(or.parts().stream().map(this::of).toList());
        case Condition.Not not -> null;
        case Condition.Named named -> of(named.search());
        case Condition.AtLeast some -> {
          int needed = Math.max(0, some.searches().size() - some.count() + 1);
          List<@Nullable Guard> each = new ArrayList<>();
          some.searches().forEach(search -> each.add(of(search)));
          yield some.count() <= 0 ? null : rarest(each, needed);
        }
      };
    }

    private @Nullable Guard of(int search) {
      return of(detection.searches().get(search).selection());
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
