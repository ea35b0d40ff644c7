package io.testudo.sigma;

import java.util.List;

/**
 * What a rule says about itself; the components are those of {@link Rule}.
 *
 * @param id the rule's own id; where it has none, one derived from its title and kind
 * @param name the name by which other rules may refer to it, empty where it has none
 * @param title what it detects, in a few words
 * @param description what it detects, empty where the rule does not say
 * @param status how far its author trusts it
 * @param level how much a match matters
 * @param tags in lower case
 * @param falsePositives what honest work may look the same
 * @param references where to read more
 * @param author who wrote it, empty where the rule does not say
 * @param origin the file it came from, and {@code #n} where it is not the file's only document
 */
public record RuleHead(
    String id,
    String name,
    String title,
    String description,
    SigmaRule.Status status,
    SigmaRule.Level level,
    List<String> tags,
    List<String> falsePositives,
    List<String> references,
    String author,
    String origin) {

  public RuleHead {
    tags = List.copyOf(tags);
    falsePositives = List.copyOf(falsePositives);
    references = List.copyOf(references);
  }
}
