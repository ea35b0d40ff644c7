package io.testudo.sigma.filter;

import io.testudo.sigma.CorrelationRule;
import io.testudo.sigma.RuleReport.Notice;
import io.testudo.sigma.SigmaRule;
import io.testudo.sigma.detection.Condition;
import io.testudo.sigma.detection.Detection;
import io.testudo.sigma.yaml.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Adds filters to the rules that they are meant for.
 *
 * <p>Bounds: rules get a rule's share of at most {@value #MOST_ADDED} tests and references in all;
 * filters beyond are refused. Time grows with rules times filters for any rule, else it is linear
 * in rules, filters and what is added.
 */
public final class Filtering {
  private static final int MOST_ADDED = 1_000_000;
  private static final int MOST_OF_ONE_RULE = 1_000;

  private final Map<String, List<RuleFilter>> byReference = new HashMap<>();
  private final List<RuleFilter> forAny = new ArrayList<>();
  private final Map<String, Integer> weights = new HashMap<>();
  private final Set<String> applied = new HashSet<>();
  private final Map<String, RuleFilter> exhausted = new LinkedHashMap<>();
  private int added;

  private Filtering() {}

  /**
   * Adds filters to rules.
   *
   * @param filters each id once; one that refers to a filter is refused
   * @param correlations tell why a filter of theirs has no effect
   * @param refusals takes filters that cannot be honoured, or not for all their rules
   * @param warnings takes filters that have no effect
   * @return the rules in their order, with their filters
   */
  public static List<SigmaRule> apply(
      List<SigmaRule> rules,
      List<RuleFilter> filters,
      Collection<CorrelationRule> correlations,
      Consumer<Notice> refusals,
      Consumer<Notice> warnings) {
    if (filters.isEmpty()) {
      return rules;
    }
    var filtering = new Filtering();
    List<RuleFilter> sound = sound(filters, refusals);
    sound.forEach(filtering::index);
    List<SigmaRule> filtered = new ArrayList<>(rules.size());
    for (SigmaRule rule : rules) {
      filtered.add(filtering.filtered(rule));
    }
    for (RuleFilter filter : filtering.exhausted.values()) {
      refusals.accept(
          notice(filter, "is left out of some rules: filters must not add more than they may"));
    }
    warnOfReferences(sound, rules, correlations, warnings);
    for (RuleFilter filter : sound) {
      if (!filtering.applied.contains(filter.head().id())
          && !filtering.exhausted.containsKey(filter.head().id())) {
        warnings.accept(
            notice(filter, "filters no rule: none that it refers to has its log source"));
      }
    }
    return filtered;
  }

  private static List<RuleFilter> sound(List<RuleFilter> filters, Consumer<Notice> refusals) {
    Set<String> ids = new HashSet<>();
    filters.forEach(filter -> ids.add(filter.head().id()));
    List<RuleFilter> sound = new ArrayList<>();
    for (RuleFilter filter : filters) {
      String circle = "";
      for (String reference : filter.rules()) {
        circle = ids.contains(reference.toLowerCase(Locale.ROOT)) ? reference : circle;
      }
      if (circle.isEmpty()) {
        sound.add(filter);
      } else {
        refusals.accept(
            notice(filter, "refers to '" + circle + "', which is a filter; it must be a rule"));
      }
    }
    return sound;
  }

  private static void warnOfReferences(
      List<RuleFilter> filters,
      List<SigmaRule> rules,
      Collection<CorrelationRule> correlations,
      Consumer<Notice> warnings) {
    Set<String> known = new HashSet<>();
    rules.forEach(rule -> known.addAll(List.of(rule.id(), rule.name())));
    Set<String> correlating = new HashSet<>();
    correlations.forEach(rule -> correlating.addAll(List.of(rule.id(), rule.name())));
    for (RuleFilter filter : filters) {
      for (String reference : filter.rules()) {
        String id = reference.toLowerCase(Locale.ROOT);
        if (correlating.contains(id) || correlating.contains(reference)) {
          warnings.accept(
              notice(filter, "cannot filter the correlation '" + reference + "', only its rules"));
        } else if (!known.contains(id) && !known.contains(reference)) {
          warnings.accept(
              notice(filter, "refers to the rule '" + reference + "', which is not there"));
        }
      }
    }
  }

  private void index(RuleFilter filter) {
    weights.put(filter.head().id(), filter.detection().weight());
    if (filter.isForAny()) {
      forAny.add(filter);
    }
    for (String reference : filter.rules()) {
      for (String spelling : Set.copyOf(List.of(reference, reference.toLowerCase(Locale.ROOT)))) {
        byReference.computeIfAbsent(spelling, key -> new ArrayList<>()).add(filter);
      }
    }
  }

  private SigmaRule filtered(SigmaRule rule) {
    Map<String, RuleFilter> meant = new LinkedHashMap<>();
    for (String reference : List.of(rule.id(), rule.name())) {
      for (RuleFilter filter : byReference.getOrDefault(reference, List.of())) {
        meant.put(filter.head().id(), filter);
      }
    }
    forAny.forEach(filter -> meant.put(filter.head().id(), filter));
    List<RuleFilter> added = new ArrayList<>();
    for (RuleFilter filter : meant.values()) {
      if (filter.logSource().covers(rule.logSource()) && isWithinBounds(filter, added.size())) {
        added.add(filter);
      }
    }
    return added.isEmpty() ? rule : joined(rule, added);
  }

  private boolean isWithinBounds(RuleFilter filter, int ofThisRule) {
    int weight = weights.getOrDefault(filter.head().id(), 0);
    if (ofThisRule >= MOST_OF_ONE_RULE || added + weight > MOST_ADDED) {
      exhausted.put(filter.head().id(), filter);
      return false;
    }
    added += weight;
    applied.add(filter.head().id());
    return true;
  }

  private static SigmaRule joined(SigmaRule rule, List<RuleFilter> filters) {
    List<Detection.Search> searches = new ArrayList<>(rule.detection().searches());
    List<Condition> conditions = new ArrayList<>(List.of(rule.detection().condition()));
    List<String> digests = new ArrayList<>(List.of(rule.digest()));
    for (RuleFilter filter : filters) {
      conditions.add(filter.whatStays().shifted(searches.size()));
      for (Detection.Search search : filter.detection().searches()) {
        String name = "filter '" + filter.head().title() + "' " + search.name();
        searches.add(new Detection.Search(name, search.selection()));
      }
      digests.add(filter.digest());
    }
    return new SigmaRule(
        rule.head(),
        rule.logSource(),
        new Detection(searches, new Condition.And(conditions)),
        rule.fields(),
        Digest.of(digests.toArray(String[]::new)));
  }

  private static Notice notice(RuleFilter filter, String reason) {
    return new Notice(filter.head().origin(), filter.head().title(), reason);
  }
}
