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
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Tactic;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Matches log records against the Sigma rules: makes findings of what holds, and states the matches
 * that correlations take. A rule that only correlations are to tell of makes no finding.
 */
public final class RuleMatches {

  private static final int MOST_REASONS = 12;

  private final RuleSet rules;
  private final OwnAddresses addresses;
  private final CorrelatedMatches correlated;

  public RuleMatches(RuleSet rules, OwnAddresses addresses) {
    this.rules = rules;
    this.addresses = addresses;
    this.correlated = new CorrelatedMatches(rules);
  }

  /**
   * Matches the record against all rules.
   *
   * @param now the time of the source
   */
  public void observe(LogRecord log, Instant now, FindingWindows windows, Consumer<Fact> facts) {
    for (Match match : rules.match(new LogEvent(log))) {
      correlated.state(match, log, now, facts);
      if (rules.plan().tells(match.rule().id())) {
        raise(match, log, windows, facts);
      }
    }
  }

  private void raise(Match match, LogRecord log, FindingWindows windows, Consumer<Fact> facts) {
    SigmaRule rule = match.rule();
    List<Tactic> tactics = RuleWords.tactics(rule.tags());
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

  private Draft draft(
      Match match, LogRecord log, List<Tactic> tactics, List<Involvement> involved) {
    SigmaRule rule = match.rule();
    Involvement machine = involved.getFirst();
    IpAddress address = addresses.of(machine.entity());
    if (address != null) {
      involved.add(new Involvement(Entity.of(address), machine.role()));
    }
    return new Draft(
        RuleWords.title(rule),
        RuleWords.severity(rule.level()),
        RuleWords.confidence(rule.level(), rule.status()),
        log.time(),
        log.time(),
        involved,
        RuleWords.techniques(rule.tags()),
        tactics,
        reasons(match),
        List.of(Seen.evidence(log)),
        RuleWords.unknowns(rule));
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

  /** How many matches were not stated to correlations, to bound their number. */
  public long shed() {
    return correlated.shed();
  }

  /** Writes how many matches were stated and shed. */
  public void save(DataOutput out) throws IOException {
    correlated.save(out);
  }

  /** Takes over what {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    correlated.restore(in);
  }
}
