package io.testudo.app.rules;

import io.testudo.sigma.LogSource;
import io.testudo.sigma.Rule;
import io.testudo.sigma.RuleReport;
import io.testudo.sigma.SigmaRule;
import io.testudo.sigma.coverage.Firing;
import io.testudo.sigma.coverage.SourceSightings;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What rules cover of ATT&CK on the telemetry that a site has.
 *
 * @param rules every rule with whether it can fire
 * @param events per log source that was seen how many events of it
 */
public record Coverage(List<Covered> rules, Map<LogSource, Long> events) {
  private static final String ATTACK = "attack.";

  public Coverage {
    rules = List.copyOf(rules);
    events = new LinkedHashMap<>(events);
  }

  /**
   * A rule and whether it can fire.
   *
   * @param rule the rule
   * @param logSource its log source; {@code correlation} where it takes other rules
   * @param firing whether it can
   */
  public record Covered(Rule rule, String logSource, Firing firing) {

    /** Whether the rule can fire. */
    public boolean canFire() {
      return firing instanceof Firing.Possible;
    }
  }

  /**
   * How many rules are about something.
   *
   * @param able those that can fire here
   * @param all those that are loaded
   */
  public record Count(int able, int all) {
    private Count with(boolean canFire) {
      return new Count(able + (canFire ? 1 : 0), all + 1);
    }
  }

  /** What rules come to on what was seen. */
  public static Coverage of(RuleReport report, SourceSightings sightings) {
    Map<String, Firing> firing = sightings.firing();
    List<Covered> rules = new ArrayList<>();
    for (SigmaRule rule : report.rules()) {
      rules.add(
          new Covered(
              rule,
              rule.logSource().toString(),
              firing.getOrDefault(rule.id(), new Firing.SourceNeverSeen())));
    }
    report
        .correlations()
        .forEach(
            rule ->
                rules.add(
                    new Covered(
                        rule,
                        "correlation",
                        firing.getOrDefault(rule.id(), new Firing.SourceNeverSeen()))));
    return new Coverage(rules, sightings.events());
  }

  /** Per technique of ATT&CK how many rules name it. */
  public SortedMap<Technique, Count> techniques() {
    SortedMap<Technique, Count> counts = new TreeMap<>();
    for (Covered each : rules) {
      techniques(each.rule()).distinct().forEach(technique -> count(counts, technique, each));
    }
    return counts;
  }

  /** The same by tactic; a technique stands under each tactic that a rule names beside it. */
  public SortedMap<Tactic, SortedMap<Technique, Count>> tactics() {
    SortedMap<Tactic, SortedMap<Technique, Count>> tactics = new TreeMap<>();
    for (Covered each : rules) {
      for (Tactic tactic : tactics(each.rule()).distinct().toList()) {
        SortedMap<Technique, Count> counts =
            tactics.computeIfAbsent(tactic, key -> new TreeMap<>());
        techniques(each.rule()).distinct().forEach(technique -> count(counts, technique, each));
      }
    }
    return tactics;
  }

  private static void count(Map<Technique, Count> counts, Technique technique, Covered each) {
    Count before = counts.getOrDefault(technique, new Count(0, 0));
    counts.put(technique, before.with(each.canFire()));
  }

  private static Stream<String> words(Rule rule) {
    return rule.tags().stream()
        .filter(tag -> tag.startsWith(ATTACK))
        .map(tag -> tag.substring(ATTACK.length()));
  }

  private static Stream<Technique> techniques(Rule rule) {
    return words(rule)
        .map(word -> word.toUpperCase(Locale.ROOT))
        .filter(Technique::isId)
        .map(Technique::new);
  }

  private static Stream<Tactic> tactics(Rule rule) {
    return words(rule)
        .flatMap(
            word -> {
              Tactic tactic = Tactic.ofSlug(word);
              return tactic == null ? Stream.empty() : Stream.of(tactic);
            });
  }
}
