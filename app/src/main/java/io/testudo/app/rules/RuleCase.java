package io.testudo.app.rules;

import java.nio.file.Path;
import java.util.List;

/**
 * A rule with events on which its verdict is known.
 *
 * @param name what people call the case
 * @param origin the document that states it
 * @param rule the id, name or title of the rule
 * @param rules files and folders that hold the rule, beside those that the caller names
 * @param events files and folders of events
 * @param expected how often the rule must hold
 */
public record RuleCase(
    String name, Path origin, String rule, List<Path> rules, List<Path> events, Expected expected) {

  public RuleCase {
    rules = List.copyOf(rules);
    events = List.copyOf(events);
  }

  /**
   * How often a rule must hold.
   *
   * @param least at least so often
   * @param most at most so often
   */
  public record Expected(long least, long most) {

    /** At least once. */
    public static final Expected ONCE_OR_MORE = new Expected(1, Long.MAX_VALUE);

    /** Never. */
    public static final Expected NEVER = new Expected(0, 0);

    /** Whether it is so often. */
    public boolean isMetBy(long matches) {
      return matches >= least && matches <= most;
    }

    @Override
    public String toString() {
      return least == most ? Long.toString(least) : "at least " + least;
    }
  }
}
