package io.testudo.intrusion.rule;

import io.testudo.intrusion.raising.Seen;
import io.testudo.intrusion.record.Logon;
import io.testudo.intrusion.record.RecordEntities;
import io.testudo.intrusion.state.Saved;
import io.testudo.sigma.CorrelationRule;
import io.testudo.sigma.Match;
import io.testudo.sigma.RuleSet;
import io.testudo.sigma.SigmaRule;
import io.testudo.sigma.correlation.Correlation;
import io.testudo.sigma.correlation.Occurrence;
import io.testudo.sigma.correlation.Plan;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.fact.Fact.RuleMatched;
import io.testudo.vocabulary.fact.Fact.RuleMatched.NamedValue;
import io.testudo.vocabulary.finding.Evidence;
import io.testudo.vocabulary.finding.Tactic;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * States the matches of one source that correlations take.
 *
 * <p>Bounded: while an hour passes by the source's clock, of each rule at most {@value
 * Correlation#MOST_EVENTS}, as many as a correlation remembers of a group; the first {@value
 * #FULL_MATCHES} with what a person may want to read of the record, the others with its beginning.
 * Those beyond are shed and counted.
 */
final class CorrelatedMatches {

  private static final int FULL_MATCHES = 1_000;
  private static final int FULL_CHARACTERS = 2_048;
  private static final int BRIEF_CHARACTERS = 256;
  private static final int MOST_RULES = 1_000_000;
  private static final long SECONDS = Duration.ofHours(1).toSeconds();

  private final Plan plan;
  private final Map<String, Set<Tactic>> tactics = new HashMap<>();
  private final TreeMap<String, Integer> stated = new TreeMap<>();
  private long hour = Long.MIN_VALUE;
  private long shed;

  CorrelatedMatches(RuleSet rules) {
    this.plan = rules.plan();
    for (CorrelationRule rule : rules.correlations().reversed()) {
      Set<Tactic> own = tactics.computeIfAbsent(rule.id(), id -> new TreeSet<>());
      own.addAll(RuleWords.tactics(rule.tags()));
      for (String taken : rule.correlation().rules()) {
        tactics.computeIfAbsent(taken, id -> new TreeSet<>()).addAll(own);
      }
    }
  }

  /** States the match if a correlation takes it. */
  void state(Match match, LogRecord log, Instant now, Consumer<Fact> facts) {
    SigmaRule rule = match.rule();
    if (!plan.takes(rule.id())) {
      return;
    }
    long thisHour = Math.floorDiv(now.getEpochSecond(), SECONDS);
    if (thisHour != hour) {
      hour = thisHour;
      stated.clear();
    }
    int number = stated.merge(rule.id(), 1, Integer::sum);
    if (number > Correlation.MOST_EVENTS) {
      stated.put(rule.id(), Correlation.MOST_EVENTS);
      shed++;
      return;
    }
    List<NamedValue> values = new ArrayList<>();
    for (String field : plan.columnsOf(rule.id())) {
      String value = match.asked().get(field);
      if (value != null) {
        values.add(new NamedValue(field, Occurrence.shortened(value)));
      }
    }
    facts.accept(
        new RuleMatched(
            rule.id(),
            values,
            involved(rule, log),
            cut(Seen.evidence(log), number <= FULL_MATCHES ? FULL_CHARACTERS : BRIEF_CHARACTERS)));
  }

  /**
   * Tactics say who acts, those of correlations too; whoever logs in from elsewhere does anyway.
   */
  private List<Involvement> involved(SigmaRule rule, LogRecord log) {
    List<Tactic> all = new ArrayList<>(RuleWords.tactics(rule.tags()));
    all.addAll(tactics.getOrDefault(rule.id(), Set.of()));
    Logon logon = Logon.of(log);
    if (logon == null) {
      return RecordEntities.of(log, all);
    }
    if (!logon.client().isEmpty()) {
      all.add(Tactic.INITIAL_ACCESS);
    }
    List<Involvement> involved = new ArrayList<>(RecordEntities.of(log, all));
    boolean named = involved.stream().anyMatch(one -> one.entity().kind() == Entity.Kind.USER);
    if (!named && !logon.user().isEmpty()) {
      involved.add(
          new Involvement(new Entity(Entity.Kind.USER, logon.user()), Involvement.Role.TARGET));
    }
    return involved;
  }

  private static Evidence cut(Evidence whole, int most) {
    String raw = whole.raw();
    return raw.length() <= most
        ? whole
        : new Evidence(
            whole.origin(), whole.time(), whole.summary(), raw.substring(0, most - 1) + "…");
  }

  long shed() {
    return shed;
  }

  void save(DataOutput out) throws IOException {
    out.writeLong(shed);
    out.writeLong(hour);
    out.writeInt(stated.size());
    for (Map.Entry<String, Integer> rule : stated.entrySet()) {
      Saved.writeText(out, rule.getKey());
      out.writeInt(rule.getValue());
    }
  }

  void restore(DataInput in) throws IOException {
    stated.clear();
    shed = in.readLong();
    hour = in.readLong();
    int rules = Saved.readCount(in, MOST_RULES);
    for (int i = 0; i < rules; i++) {
      stated.put(Saved.readText(in), Saved.readCount(in, Correlation.MOST_EVENTS));
    }
  }
}
