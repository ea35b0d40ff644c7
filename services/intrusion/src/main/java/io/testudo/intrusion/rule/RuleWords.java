package io.testudo.intrusion.rule;

import io.testudo.sigma.Rule;
import io.testudo.sigma.SigmaRule;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a Sigma rule says about itself, in the words of findings.
 *
 * <p>Severity is the rule's level. Confidence is stated, not measured: critical 0.9, high 0.75,
 * medium 0.5, low 0.3, informational 0.1, four fifths of that for rules that their author calls
 * experimental.
 */
public final class RuleWords {

  private static final String ATTACK = "attack.";
  private static final int MOST_CHARACTERS = 240;
  private static final int MOST_UNKNOWNS = 5;

  private RuleWords() {}

  /** The title, not too long. */
  public static String title(Rule rule) {
    return cut(rule.title());
  }

  private static String cut(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS - 1) + "…";
  }

  /** How bad what has this level is. */
  public static Severity severity(SigmaRule.Level level) {
    return switch (level) {
      case INFORMATIONAL -> Severity.INFORMATIONAL;
      case UNRATED, LOW -> Severity.LOW;
      case MEDIUM -> Severity.MEDIUM;
      case HIGH -> Severity.HIGH;
      case CRITICAL -> Severity.CRITICAL;
    };
  }

  /** How sure a finding of this level and status is. */
  public static Confidence confidence(SigmaRule.Level level, SigmaRule.Status status) {
    double stated =
        switch (level) {
          case INFORMATIONAL -> 0.1;
          case UNRATED, LOW -> 0.3;
          case MEDIUM -> 0.5;
          case HIGH -> 0.75;
          case CRITICAL -> 0.9;
        };
    double factor = status == SigmaRule.Status.EXPERIMENTAL ? 0.8 : 1;
    return new Confidence(stated * factor, Confidence.Basis.STATED);
  }

  /** The techniques among these tags. */
  public static List<Technique> techniques(List<String> tags) {
    List<Technique> techniques = new ArrayList<>();
    for (String tag : tags) {
      String id =
          tag.startsWith(ATTACK) ? tag.substring(ATTACK.length()).toUpperCase(Locale.ROOT) : "";
      if (Technique.isId(id)) {
        techniques.add(new Technique(id));
      }
    }
    return techniques;
  }

  /** The tactics among these tags. */
  public static List<Tactic> tactics(List<String> tags) {
    List<Tactic> tactics = new ArrayList<>();
    for (String tag : tags) {
      Tactic tactic = tag.startsWith(ATTACK) ? Tactic.ofSlug(tag.substring(ATTACK.length())) : null;
      if (tactic != null) {
        tactics.add(tactic);
      }
    }
    return tactics;
  }

  /** The text with a small first letter, unless the word is an abbreviation or a name. */
  private static String uncapitalised(String text) {
    boolean word =
        text.length() > 1
            && Character.isUpperCase(text.charAt(0))
            && (Character.isLowerCase(text.charAt(1)) || text.charAt(1) == ' ');
    return word ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
  }

  /** What honest work may look the same. */
  public static List<String> unknowns(Rule rule) {
    List<String> unknowns = new ArrayList<>();
    for (String honest : rule.falsePositives()) {
      if (unknowns.size() < MOST_UNKNOWNS && !honest.equalsIgnoreCase("unknown")) {
        unknowns.add("whether it was honest work, for instance " + cut(uncapitalised(honest)));
      }
    }
    return unknowns;
  }
}
