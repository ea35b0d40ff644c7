package io.testudo.sigma.candidate;

import io.testudo.sigma.SigmaRule;
import io.testudo.sigma.detection.Detection;
import io.testudo.sigma.detection.Selection;
import io.testudo.sigma.detection.ValueTest;
import io.testudo.sigma.pattern.TextPattern;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Estimates how often a clue shows in events nobody has seen yet: the shorter a text, and the more
 * rules speak of it, be it to exclude it, the more often. Estimates only choose between clues that
 * are all right; a bad one costs time.
 */
public final class Rarity {
  private static final double[] BY_LENGTH = {
    1, 0.6, 0.4, 0.2, 0.08, 0.04, 0.02, 0.012, 0.008, 0.006, 0.005, 0.004
  };
  private static final double WHOLE = 0.002;
  private static final double FOREIGN = 0.001;
  private static final double TRUTH = 0.5;
  private static final double THERE = 0.7;
  private static final double EVENT_ID = 0.03;
  private static final double NUMBER = 0.2;
  private static final double EVERYWHERE = 10;
  private static final double PER_USE = 0.25;

  private final Map<TextPattern.Part, Integer> uses = new HashMap<>();

  /** Counts what these rules speak of. */
  public Rarity(Collection<SigmaRule> rules) {
    for (SigmaRule rule : rules) {
      for (Detection.Search search : rule.detection().searches()) {
        count(search.selection());
      }
    }
  }

  private void count(Selection selection) {
    switch (selection) {
      case Selection.AllOf all -> all.parts().forEach(this::count);
      case Selection.AnyOf any -> any.parts().forEach(this::count);
      case Selection.Presence presence -> {}
      case Selection.OfField field -> count(field.values());
      case Selection.OfEvent event -> count(event.values());
    }
  }

  private void count(Selection.Values values) {
    for (List<ValueTest> alternatives : values.alternatives()) {
      for (ValueTest test : alternatives) {
        if (test instanceof ValueTest.Like like) {
          like.pattern().parts().forEach(part -> uses.merge(part, 1, Integer::sum));
        }
      }
    }
  }

  /** About in which share of the events of a source the clue shows; for clues together, the sum. */
  double of(Clue clue) {
    return switch (clue) {
      case Clue.There there -> THERE;
      case Clue.Counts counts -> counts.field().equals("EventID") ? EVENT_ID : NUMBER;
      case Clue.Shows shows -> {
        TextPattern.Part part = shows.part();
        if (isTruth(part.text())) {
          yield TRUTH;
        }
        if (part.text().chars().anyMatch(c -> c >= 0x80)) {
          yield FOREIGN;
        }
        int length = Math.min(part.text().length(), BY_LENGTH.length - 1);
        double once =
            part.place() == TextPattern.Part.Place.WHOLE && length > 2 ? WHOLE : BY_LENGTH[length];
        double share = Math.min(0.9, once * (1 + PER_USE * uses.getOrDefault(part, 0)));
        yield shows.field().equals(Clue.EVERYTHING) ? EVERYWHERE * share : share;
      }
    };
  }

  private static boolean isTruth(String text) {
    return text.equals("true") || text.equals("false");
  }
}
