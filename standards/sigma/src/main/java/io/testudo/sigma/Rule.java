package io.testudo.sigma;

import java.util.List;

/**
 * A rule that can be honoured: about single events, or about how matches of others come together.
 */
public sealed interface Rule permits SigmaRule, CorrelationRule {

  /** What it says about itself. */
  RuleHead head();

  /** SHA-256 of what it asks, in hexadecimal digits. */
  String digest();

  /** Its id; where it has none of its own, one derived from its title. */
  default String id() {
    return head().id();
  }

  /** The name by which other rules may refer to it, empty where it has none. */
  default String name() {
    return head().name();
  }

  /** What it detects, in a few words. */
  default String title() {
    return head().title();
  }

  /** What it detects, empty where the rule does not say. */
  default String description() {
    return head().description();
  }

  /** How far its author trusts it. */
  default SigmaRule.Status status() {
    return head().status();
  }

  /** How much a match matters. */
  default SigmaRule.Level level() {
    return head().level();
  }

  /** Tags such as {@code attack.t1059.001}, in lower case. */
  default List<String> tags() {
    return head().tags();
  }

  /** What honest work may look the same. */
  default List<String> falsePositives() {
    return head().falsePositives();
  }

  /** Where to read more. */
  default List<String> references() {
    return head().references();
  }

  /** Who wrote it, empty where the rule does not say. */
  default String author() {
    return head().author();
  }

  /** The file it came from, and {@code #n} where it is not the file's only document. */
  default String origin() {
    return head().origin();
  }
}
