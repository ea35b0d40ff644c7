package io.testudo.sigma;

import io.testudo.sigma.detection.Detection;
import java.util.List;

/**
 * A detection rule that can be honoured.
 *
 * @param id the rule's own id; where it has none, one derived from its title and text
 * @param title what it detects, in a few words
 * @param description what it detects, empty where the rule does not say
 * @param status how far its author trusts it
 * @param level how much a match matters
 * @param logSource which logs it is meant for
 * @param tags such as {@code attack.t1059.001}, in lower case
 * @param falsePositives what honest work may look the same
 * @param references where to read more
 * @param author who wrote it, empty where the rule does not say
 * @param origin the file it came from, and {@code #n} where it is not the file's only document
 * @param detection what it asks of an event
 */
public record SigmaRule(
    String id,
    String title,
    String description,
    Status status,
    Level level,
    LogSource logSource,
    List<String> tags,
    List<String> falsePositives,
    List<String> references,
    String author,
    String origin,
    Detection detection) {

  public SigmaRule {
    tags = List.copyOf(tags);
    falsePositives = List.copyOf(falsePositives);
    references = List.copyOf(references);
  }

  /** How much a match matters, rising. */
  public enum Level {
    /** The rule does not say. */
    UNRATED,
    INFORMATIONAL,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
  }

  /** How far the author trusts a rule. */
  public enum Status {
    /** The rule does not say. */
    UNSTATED,
    STABLE,
    TEST,
    EXPERIMENTAL,
    DEPRECATED,
    UNSUPPORTED
  }

  @Override
  public String toString() {
    return title + " (" + id + ")";
  }
}
