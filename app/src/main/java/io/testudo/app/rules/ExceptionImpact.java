package io.testudo.app.rules;

import io.testudo.app.rules.RecordReading.Numbered;
import io.testudo.intrusion.Rules;
import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.RuleSet;
import io.testudo.sigma.SigmaEvent;
import io.testudo.sigma.SigmaRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What an exception would have changed on given telemetry.
 *
 * @param records how many log records were looked at
 * @param before for how many the rule holds without the exception
 * @param removed how many of those it takes away
 * @param examples the first of those that it takes away
 */
public record ExceptionImpact(long records, long before, long removed, List<Numbered> examples) {
  private static final int MOST_EXAMPLES = 5;

  public ExceptionImpact {
    examples = List.copyOf(examples);
  }

  /** Whether the rule would never have held. */
  public boolean silences() {
    return before > 0 && removed == before;
  }

  /**
   * Counts.
   *
   * @param without the rule
   * @param with the rule with the exception
   * @throws IOException if telemetry cannot be read
   */
  public static ExceptionImpact of(
      SigmaRule without,
      SigmaRule with,
      LogSourceMapping mapping,
      RecordReading reading,
      List<Path> telemetry)
      throws IOException {
    RuleSet all = RuleSet.compile(List.of(without), mapping);
    RuleSet left = RuleSet.compile(List.of(with), mapping);
    long[] counts = new long[2];
    List<Numbered> examples = new ArrayList<>();
    RecordReading.Outcome outcome =
        reading.read(
            telemetry,
            record -> {
              SigmaEvent event = Rules.asEvent(record.log());
              if (!all.match(event).isEmpty()) {
                counts[0]++;
                if (left.match(event).isEmpty()) {
                  counts[1]++;
                  if (examples.size() < MOST_EXAMPLES) {
                    examples.add(record);
                  }
                }
              }
              return true;
            });
    return new ExceptionImpact(outcome.records(), counts[0], counts[1], examples);
  }
}
