package io.testudo.intrusion.rule;

import io.testudo.intrusion.raising.Draft;
import io.testudo.intrusion.raising.FindingWindows;
import io.testudo.intrusion.raising.Seen;
import io.testudo.intrusion.record.OwnAddresses;
import io.testudo.intrusion.record.RecordEntities;
import io.testudo.sigma.Match;
import io.testudo.sigma.RuleSet;
import io.testudo.sigma.SigmaRule;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Makes findings of the Sigma rules that hold for log records.
 *
 * <p>Severity is the rule's level. Confidence is stated, not measured: critical 0.9, high 0.75,
 * medium 0.5, low 0.3, informational 0.1, four fifths of that for rules that their author calls
 * experimental.
 */
public final class RuleMatches {

  private static final int MOST_REASONS = 12;

  private final RuleSet rules;
  private final OwnAddresses addresses;

  public RuleMatches(RuleSet rules, OwnAddresses addresses) {
    this.rules = rules;
    this.addresses = addresses;
  }

  /** Matches the record against all rules. */
  public void observe(LogRecord log, FindingWindows windows, Consumer<Fact> facts) {
    for (Match match : rules.match(new LogEvent(log))) {
      SigmaRule rule = match.rule();
      List<Tactic> tactics = tactics(rule);
      List<Involvement> involved = new ArrayList<>(RecordEntities.of(log, tactics));
      if (involved.isEmpty()) {
        involved.add(
            new Involvement(
                new Entity(Entity.Kind.SERVICE, log.origin().source() + " log"),
                Involvement.Role.INVOLVED));
      }
      Entity main = involved.getFirst().entity();
      Detector detector = new Detector(Detector.Kind.SIGMA_RULE, rule.id(), "");
      windows.match(detector, main, log.time(), () -> draft(match, log, tactics, involved), facts);
    }
  }

  private Draft draft(
      Match match, LogRecord log, List<Tactic> tactics, List<Involvement> involved) {
    SigmaRule rule = match.rule();
    Involvement machine = involved.getFirst();
    IpAddress address = addresses.of(machine.entity());
    if (address != null) {
      involved.add(new Involvement(Entity.of(address), machine.role()));
    }
    List<String> unknowns = new ArrayList<>();
    for (String honest : rule.falsePositives()) {
      if (unknowns.size() < 5 && !honest.equalsIgnoreCase("unknown")) {
        unknowns.add("may be honest: " + cut(honest));
      }
    }
    return new Draft(
        cut(rule.title()),
        severity(rule.level()),
        confidence(rule),
        log.time(),
        log.time(),
        involved,
        techniques(rule),
        tactics,
        reasons(match),
        List.of(Seen.evidence(log)),
        unknowns);
  }

  private static String cut(String text) {
    return text.length() <= 240 ? text : text.substring(0, 239) + "…";
  }

  private static List<Reason> reasons(Match match) {
    List<Reason> reasons = new ArrayList<>();
    for (Match.Evidence evidence : match.evidence()) {
      if (reasons.size() < MOST_REASONS) {
        String field = evidence.field().isEmpty() ? "any text" : evidence.field();
        reasons.add(
            new Reason(
                evidence.search() + ": " + field,
                evidence.value(),
                "the rule asks for " + evidence.wanted()));
      }
    }
    if (reasons.isEmpty()) {
      reasons.add(new Reason("rule " + match.rule().id(), String.join(", ", match.searches()), ""));
    }
    return reasons;
  }

  private static Severity severity(SigmaRule.Level level) {
    return switch (level) {
      case INFORMATIONAL -> Severity.INFORMATIONAL;
      case UNRATED, LOW -> Severity.LOW;
      case MEDIUM -> Severity.MEDIUM;
      case HIGH -> Severity.HIGH;
      case CRITICAL -> Severity.CRITICAL;
    };
  }

  private static Confidence confidence(SigmaRule rule) {
    double stated =
        switch (rule.level()) {
          case INFORMATIONAL -> 0.1;
          case UNRATED, LOW -> 0.3;
          case MEDIUM -> 0.5;
          case HIGH -> 0.75;
          case CRITICAL -> 0.9;
        };
    double factor = rule.status() == SigmaRule.Status.EXPERIMENTAL ? 0.8 : 1;
    return new Confidence(stated * factor, Confidence.Basis.STATED);
  }

  private static List<Technique> techniques(SigmaRule rule) {
    List<Technique> techniques = new ArrayList<>();
    for (String tag : rule.tags()) {
      String id = tag.startsWith("attack.") ? tag.substring(7).toUpperCase(Locale.ROOT) : "";
      if (Technique.isId(id)) {
        techniques.add(new Technique(id));
      }
    }
    return techniques;
  }

  private static List<Tactic> tactics(SigmaRule rule) {
    List<Tactic> tactics = new ArrayList<>();
    for (String tag : rule.tags()) {
      Tactic tactic = tag.startsWith("attack.") ? Tactic.ofSlug(tag.substring(7)) : null;
      if (tactic != null) {
        tactics.add(tactic);
      }
    }
    return tactics;
  }
}
