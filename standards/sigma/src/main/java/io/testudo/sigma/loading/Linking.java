package io.testudo.sigma.loading;

import io.testudo.sigma.CorrelationRule;
import io.testudo.sigma.Rule;
import io.testudo.sigma.RuleReport.Notice;
import io.testudo.sigma.SigmaRule;
import io.testudo.sigma.correlation.Correlation;
import io.testudo.sigma.yaml.Digest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Looks up what correlations refer to. They come out in an order in which each is behind those that
 * it takes (Kahn's algorithm); what is left then goes in circles. Neither recursion nor time
 * depends on how they are chained.
 */
public final class Linking {
  private static final int MOST_DEPTH = 8;
  private static final int MOST_SHOWN = 6;
  private static final int MOST_CORRELATIONS = 10_000;

  private final Map<String, Rule> byId = new HashMap<>();
  private final Map<String, List<Rule>> byName = new HashMap<>();
  private final Map<String, Draft> drafts = new LinkedHashMap<>();
  private final Map<String, CorrelationRule> linked = new LinkedHashMap<>();
  private final Map<String, Integer> depths = new HashMap<>();
  private final Consumer<Notice> refusals;

  /** A correlation, what it refers to by the words of its file, and what it still waits for. */
  private static final class Draft {
    final CorrelationRule rule;
    final Map<String, Rule> referred;
    final List<Draft> takenBy = new ArrayList<>();
    int missing;

    Draft(CorrelationRule rule, Map<String, Rule> referred) {
      this.rule = rule;
      this.referred = referred;
    }
  }

  private Linking(Consumer<Notice> refusals) {
    this.refusals = refusals;
  }

  /**
   * Links correlations.
   *
   * @param rules rules about single events, each id once
   * @param correlations correlations that refer to rules as their files do; each id once, and none
   *     that is also a rule's
   * @param refusals takes those that cannot be linked
   * @return those that can, each behind those that it takes
   */
  public static List<CorrelationRule> link(
      Collection<SigmaRule> rules,
      Collection<CorrelationRule> correlations,
      Consumer<Notice> refusals) {
    var linking = new Linking(refusals);
    rules.forEach(linking::index);
    List<CorrelationRule> taken = new ArrayList<>();
    for (CorrelationRule correlation : correlations) {
      if (taken.size() >= MOST_CORRELATIONS) {
        linking.refuse(correlation, "is beyond the first " + MOST_CORRELATIONS + " correlations");
      } else {
        linking.index(correlation);
        taken.add(correlation);
      }
    }
    taken.forEach(linking::lookUp);
    linking.settleAll();
    return List.copyOf(linking.linked.values());
  }

  private void index(Rule rule) {
    byId.put(rule.id(), rule);
    if (!rule.name().isEmpty()) {
      byName.computeIfAbsent(rule.name(), name -> new ArrayList<>()).add(rule);
    }
  }

  private void refuse(CorrelationRule rule, String reason) {
    refusals.accept(new Notice(rule.origin(), rule.title(), reason));
  }

  /** Finds what a correlation refers to; without all of it, it is refused. */
  private void lookUp(CorrelationRule rule) {
    Map<String, Rule> referred = new LinkedHashMap<>();
    Set<String> ids = new HashSet<>();
    for (String reference : rule.correlation().rules()) {
      List<Rule> named = byName.getOrDefault(reference, List.of());
      Rule found = byId.get(reference.toLowerCase(Locale.ROOT));
      if (found == null && named.size() == 1) {
        found = named.getFirst();
      }
      if (found == null) {
        String why = named.isEmpty() ? "not there or is refused" : "the name of several";
        refuse(rule, "refers to the rule '" + reference + "', which is " + why);
        return;
      }
      if (!ids.add(found.id())) {
        refuse(rule, "refers to the rule '" + reference + "' twice");
        return;
      }
      referred.put(reference, found);
    }
    drafts.put(rule.id(), new Draft(rule, referred));
  }

  private void settleAll() {
    Deque<Draft> ready = new ArrayDeque<>();
    for (Draft draft : drafts.values()) {
      for (Rule rule : draft.referred.values()) {
        if (rule instanceof CorrelationRule) {
          draft.missing++;
          Draft inner = drafts.get(rule.id());
          if (inner != null) {
            inner.takenBy.add(draft);
          }
        }
      }
      if (draft.missing == 0) {
        ready.add(draft);
      }
    }
    Set<Draft> done = new HashSet<>();
    while (!ready.isEmpty()) {
      Draft draft = ready.remove();
      done.add(draft);
      if (settle(draft)) {
        for (Draft outer : draft.takenBy) {
          if (--outer.missing == 0) {
            ready.add(outer);
          }
        }
      }
    }
    for (Draft draft : drafts.values()) {
      if (!done.contains(draft)) {
        refuse(draft.rule, whyLeft(draft));
      }
    }
  }

  private boolean settle(Draft draft) {
    int depth = 1;
    var parts = new ArrayList<String>(List.of(draft.rule.digest()));
    for (Rule rule : draft.referred.values()) {
      depth = Math.max(depth, 1 + depths.getOrDefault(rule.id(), 0));
      parts.add(linked.containsKey(rule.id()) ? digestOf(rule.id()) : rule.digest());
    }
    if (depth > MOST_DEPTH) {
      refuse(draft.rule, "is chained more than " + MOST_DEPTH + " correlations deep");
      return false;
    }
    depths.put(draft.rule.id(), depth);
    linked.put(
        draft.rule.id(),
        new CorrelationRule(
            draft.rule.head(), byIds(draft), Digest.of(parts.toArray(String[]::new))));
    return true;
  }

  private String digestOf(String id) {
    CorrelationRule rule = linked.get(id);
    return rule == null ? "" : rule.digest();
  }

  private static Correlation byIds(Draft draft) {
    Correlation written = draft.rule.correlation();
    Map<String, Map<String, String>> aliases = new LinkedHashMap<>();
    for (String alias : written.aliases().keySet()) {
      Map<String, String> fields = new HashMap<>();
      for (Map.Entry<String, Rule> rule : draft.referred.entrySet()) {
        String field = written.fieldOf(alias, rule.getKey());
        if (!field.equals(alias)) {
          fields.put(rule.getValue().id(), field);
        }
      }
      aliases.put(alias, fields);
    }
    return new Correlation(
        written.type(),
        draft.referred.values().stream().map(Rule::id).toList(),
        aliases,
        written.groupBy(),
        written.timespan(),
        written.condition(),
        written.generates());
  }

  /** Follows what is left until something refused or the same again. */
  private String whyLeft(Draft left) {
    Set<Draft> path = new LinkedHashSet<>();
    Draft at = left;
    while (path.add(at)) {
      Draft next = null;
      for (Rule rule : at.referred.values()) {
        if (rule instanceof CorrelationRule && !linked.containsKey(rule.id())) {
          next = drafts.get(rule.id());
          if (next == null || next.missing == 0) {
            return "refers to '" + rule.title() + "', which is refused";
          }
          break;
        }
      }
      if (next == null) {
        return "refers to rules that are refused";
      }
      at = next;
    }
    if (at != left) {
      return "refers to correlations that go in a circle at '" + at.rule.title() + "'";
    }
    String shown =
        path.stream()
            .limit(MOST_SHOWN)
            .map(each -> "'" + each.rule.title() + "'")
            .collect(Collectors.joining(" → "));
    String rest = path.size() > MOST_SHOWN ? " → … → " : " → ";
    return "goes in a circle: " + shown + rest + "'" + left.rule.title() + "'";
  }
}
