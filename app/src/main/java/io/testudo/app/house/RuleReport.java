package io.testudo.app.house;

import java.util.List;

/**
 * The rules of a platform, for a person.
 *
 * @param loaded the rules that are matched
 * @param rejected the files and rules that cannot be honoured
 * @param warnings what is honoured although something about it deserves a look, one line each
 */
public record RuleReport(List<Loaded> loaded, List<Rejected> rejected, List<String> warnings) {

  public RuleReport {
    loaded = List.copyOf(loaded);
    rejected = List.copyOf(rejected);
    warnings = List.copyOf(warnings);
  }

  /**
   * A rule that is matched.
   *
   * @param id the rule's identifier
   * @param title what it detects
   * @param level how much a match matters, in lower case
   * @param logsource the log source that it is meant for, or that it correlates matches of others
   * @param tags its tags
   * @param file where it comes from
   * @param text the file as written; empty if it could not be read again
   */
  public record Loaded(
      String id,
      String title,
      String level,
      String logsource,
      List<String> tags,
      String file,
      String text) {}

  /**
   * A file or rule that cannot be honoured.
   *
   * @param file where it comes from
   * @param reason one line
   */
  public record Rejected(String file, String reason) {}
}
