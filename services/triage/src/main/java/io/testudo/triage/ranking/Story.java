package io.testudo.triage.ranking;

import io.testudo.triage.grouping.Group;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** A group of findings in one line for a person: where it began, and how far it went. */
public final class Story {

  private static final int MOST_CHARACTERS = 140;

  private Story() {}

  /** The line. */
  public static String of(Group group) {
    List<Finding> findings =
        group.joined().stream()
            .map(Group.Joined::finding)
            .sorted(Comparator.comparing(Finding::first).thenComparing(Finding::id))
            .toList();
    Finding worst =
        findings.stream()
            .max(
                Comparator.comparing(Finding::severity)
                    .thenComparingDouble(finding -> finding.confidence().probability())
                    .thenComparing(Finding::first, Comparator.reverseOrder())
                    .thenComparing(Finding::id))
            .orElseThrow();
    Finding opening =
        findings.stream()
            .filter(finding -> worst.severity().ordinal() - finding.severity().ordinal() <= 1)
            .findFirst()
            .orElse(worst);
    TreeSet<Tactic> further = new TreeSet<>();
    findings.stream()
        .filter(finding -> finding.severity() != Severity.INFORMATIONAL)
        .forEach(finding -> further.addAll(finding.tactics()));
    further.removeAll(opening.tactics());
    String title = cut(opening.title());
    if (further.isEmpty()) {
      return findings.size() == 1 ? title : title + ", and " + others(findings.size() - 1);
    }
    List<String> words = further.stream().map(tactic -> tactic.slug().replace('-', ' ')).toList();
    String list =
        words.size() == 1
            ? words.getFirst()
            : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
    return title + ", then " + list;
  }

  private static String others(int count) {
    return count == 1 ? "one more finding" : count + " more findings";
  }

  private static String cut(String title) {
    return title.length() <= MOST_CHARACTERS
        ? title
        : title.substring(0, MOST_CHARACTERS - 1) + "…";
  }
}
