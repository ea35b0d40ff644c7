package io.testudo.sigma.matching;

import io.testudo.sigma.FieldValue;
import io.testudo.sigma.detection.ValueTest;
import io.testudo.sigma.pattern.Quantity;
import io.testudo.sigma.pattern.RegexPattern;
import io.testudo.sigma.pattern.TextPattern;

/** A {@link ValueTest} that knows its slots. */
interface ValueCheck {

  /** Whether a value of a reading holds. Never asked of a value that is nothing. */
  boolean holds(Reading reading, int index, EventView view);

  /**
   * Compiles a test; {@link ValueTest.IsNothing} is a matter of the whole field, not of a value.
   */
  static ValueCheck of(ValueTest test, Slots slots) {
    return switch (test) {
      case ValueTest.Like like -> {
        TextPattern pattern = like.pattern();
        yield (reading, i, view) -> pattern.matches(reading.text(i), reading.folded(i));
      }
      case ValueTest.Matches matches -> {
        RegexPattern pattern = matches.pattern();
        yield (reading, i, view) ->
            switch (reading.find(pattern, i)) {
              case FOUND -> true;
              case ABSENT -> false;
              case CUT_SHORT -> {
                view.countCutShort();
                yield false;
              }
            };
      }
      case ValueTest.Compares compares ->
          (reading, i, view) -> {
            Quantity number = reading.number(i);
            return number != null && compares.comparison().holds(number, compares.number());
          };
      case ValueTest.Dates dates ->
          (reading, i, view) -> {
            long part = dates.part().of(reading.text(i));
            return part >= 0 && dates.comparison().holds(Quantity.of(part), dates.number());
          };
      case ValueTest.Is is -> {
        String wanted = Boolean.toString(is.flag());
        yield (reading, i, view) ->
            reading.value(i) instanceof FieldValue.Flag flag
                ? flag.flag() == is.flag()
                : reading.folded(i).equals(wanted);
      }
      case ValueTest.IsNothing nothing -> (reading, i, view) -> false;
      case ValueTest.Within within ->
          (reading, i, view) -> within.range().contains(reading.text(i));
      case ValueTest.SameAs same -> sameAs(same, slots.of(same.field()));
    };
  }

  private static ValueCheck sameAs(ValueTest.SameAs same, int slot) {
    boolean cased = same.letterCase() == TextPattern.LetterCase.SIGNIFICANT;
    return (reading, i, view) -> {
      String text = cased ? reading.text(i) : reading.folded(i);
      Reading other = view.read(slot);
      for (int j = 0; j < other.size(); j++) {
        String part = cased ? other.text(j) : other.folded(j);
        if (!other.isNothing(j) && isAt(text, part, same.place())) {
          return true;
        }
      }
      return false;
    };
  }

  private static boolean isAt(String text, String part, ValueTest.Place place) {
    return switch (place) {
      case WHOLE -> text.equals(part);
      case START -> text.startsWith(part);
      case END -> text.endsWith(part);
      case ANYWHERE -> text.contains(part);
    };
  }
}
