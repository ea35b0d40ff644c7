package io.testudo.intrusion.correlation;

import io.testudo.intrusion.raising.Seen;
import io.testudo.intrusion.record.Named;
import io.testudo.intrusion.rule.RuleWords;
import io.testudo.sigma.CorrelationRule;
import io.testudo.sigma.Rule;
import io.testudo.sigma.RuleSet;
import io.testudo.sigma.SigmaRule;
import io.testudo.sigma.correlation.Correlated;
import io.testudo.sigma.correlation.Correlation;
import io.testudo.sigma.pattern.Folding;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.fact.Fact.RuleMatched;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Evidence;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Findings of correlations: level, techniques and words of the correlation rule, where it has none
 * those of the rules that it takes; who is involved and the evidence are of the last events.
 *
 * <p>A finding's window lies on a fixed grid from the epoch, as long as the findings' window or the
 * rule's time span, whichever is longer; it is the window that holds the last event. So the
 * identifier follows from rule, group and time, whatever came first.
 */
public final class CorrelationFindings {

  private static final int MOST_INVOLVED = 24;

  private final Map<String, Rule> rules = new HashMap<>();
  private final Duration window;

  public CorrelationFindings(RuleSet set, Duration window) {
    set.rules().forEach(rule -> rules.put(rule.id(), rule));
    set.correlations().forEach(rule -> rules.put(rule.id(), rule));
    this.window = window;
  }

  /** The identifier of the finding that tells this. */
  public String idOf(Correlated<?> correlated) {
    Duration timespan = correlated.rule().correlation().timespan();
    long seconds = Math.max(window.toSeconds(), timespan.toSeconds());
    long second = correlated.time().getEpochSecond();
    return Finding.idOf(
        detector(correlated.rule()),
        correlated.group().values().stream().map(Folding::fold).toList(),
        Instant.ofEpochSecond(Math.floorDiv(second, seconds) * seconds));
  }

  private static Detector detector(CorrelationRule rule) {
    return new Detector(Detector.Kind.SIGMA_RULE, rule.id(), "");
  }

  /**
   * The finding that tells this.
   *
   * @param matches the last of its events, as far as they are known
   */
  public Finding finding(String id, Correlated<?> correlated, List<RuleMatched> matches) {
    CorrelationRule rule = correlated.rule();
    SigmaRule.Level level = level(rule);
    List<String> tags = tags(rule);
    return new Finding(
        id,
        detector(rule),
        RuleWords.title(rule),
        RuleWords.severity(level),
        RuleWords.confidence(level, rule.status()),
        correlated.first(),
        correlated.time(),
        involved(correlated, matches),
        RuleWords.techniques(tags),
        RuleWords.tactics(tags),
        reasons(correlated, matches),
        evidence(matches),
        RuleWords.unknowns(rule));
  }

  private SigmaRule.Level level(Rule rule) {
    SigmaRule.Level level = rule.level();
    if (level == SigmaRule.Level.UNRATED && rule instanceof CorrelationRule correlation) {
      for (Rule taken : taken(correlation)) {
        SigmaRule.Level below = level(taken);
        level = below.compareTo(level) > 0 ? below : level;
      }
    }
    return level;
  }

  private List<String> tags(Rule rule) {
    if (!rule.tags().isEmpty() || !(rule instanceof CorrelationRule correlation)) {
      return rule.tags();
    }
    return taken(correlation).stream().flatMap(taken -> tags(taken).stream()).distinct().toList();
  }

  private List<Rule> taken(CorrelationRule rule) {
    List<Rule> taken = new ArrayList<>();
    for (String id : rule.correlation().rules()) {
      Rule known = rules.get(id);
      if (known != null) {
        taken.add(known);
      }
    }
    return taken;
  }

  private static List<Involvement> involved(Correlated<?> correlated, List<RuleMatched> matches) {
    Map<Entity, Involvement> involved = new LinkedHashMap<>();
    for (RuleMatched match : matches) {
      for (Involvement one : match.involved()) {
        if (involved.size() < MOST_INVOLVED) {
          involved.putIfAbsent(one.entity(), one);
        }
      }
    }
    correlated
        .group()
        .forEach(
            (field, value) -> {
              Entity entity = Named.inField(field, value);
              if (entity != null) {
                involved.putIfAbsent(entity, new Involvement(entity, Involvement.Role.INVOLVED));
              }
            });
    if (involved.isEmpty()) {
      Entity logs = new Entity(Entity.Kind.SERVICE, "correlated logs");
      involved.put(logs, new Involvement(logs, Involvement.Role.INVOLVED));
    }
    return List.copyOf(involved.values());
  }

  private List<Reason> reasons(Correlated<?> correlated, List<RuleMatched> matches) {
    Correlation correlation = correlated.rule().correlation();
    List<Reason> reasons = new ArrayList<>();
    reasons.add(
        new Reason(
            counted(correlation) + " within " + Seen.duration(correlation.timespan()),
            correlated.value(),
            "the rule asks for " + correlation.condition()));
    correlated
        .group()
        .forEach((field, value) -> reasons.add(new Reason("same " + field, value, "")));
    Map<String, Integer> perRule = new LinkedHashMap<>();
    matches.forEach(match -> perRule.merge(match.rule(), 1, Integer::sum));
    perRule.forEach(
        (id, count) -> {
          Rule rule = rules.get(id);
          String title = rule == null ? id : RuleWords.title(rule);
          reasons.add(new Reason("matches shown of " + title, Integer.toString(count), ""));
        });
    return reasons;
  }

  private static String counted(Correlation correlation) {
    String fields = String.join(", ", correlation.condition().fields());
    return switch (correlation.type()) {
      case EVENT_COUNT -> "events";
      case VALUE_COUNT -> "different values of " + fields;
      case VALUE_SUM -> "sum of " + fields;
      case VALUE_AVG -> "average of " + fields;
      case VALUE_PERCENTILE -> "percentile of " + fields;
      case TEMPORAL -> "rules that held";
      case TEMPORAL_ORDERED -> "rules that held in order";
    };
  }

  private static List<Evidence> evidence(List<RuleMatched> matches) {
    List<Evidence> all = matches.stream().map(RuleMatched::evidence).distinct().toList();
    return all.subList(Math.max(0, all.size() - Finding.MOST_EVIDENCE), all.size());
  }
}
