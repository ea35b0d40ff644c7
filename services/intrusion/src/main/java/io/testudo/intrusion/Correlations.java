package io.testudo.intrusion;

import io.testudo.intrusion.correlation.CorrelationFindings;
import io.testudo.intrusion.correlation.ToldWindows;
import io.testudo.sigma.correlation.Correlated;
import io.testudo.sigma.correlation.Correlation;
import io.testudo.sigma.correlation.Correlator;
import io.testudo.sigma.correlation.Occurrence;
import io.testudo.sigma.correlation.Plan;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.fact.Fact.RuleMatched;
import io.testudo.vocabulary.finding.ShortDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Correlation rules over the matches of all sources.
 *
 * <p>When a record's event happened decides which window it is in. When its match came decides how
 * long it is remembered: the rule's time span and an hour more (or the configured lateness, where
 * that is longer), so that what belongs together may be read at times that lie so far apart. What
 * more matches could undo, such as an average, is told when the configured lateness has passed
 * since the window's last match came. Moments of coming are by the caller's clock.
 *
 * <p>Given the same matches again, it tells findings of the same identifiers. Memory is bounded:
 * {@link Correlator.Limits#DEFAULT}; what is forgotten is counted. Not thread-safe.
 */
public final class Correlations {

  private static final Duration LEAST_MEMORY = Duration.ofHours(1);
  private static final Correlator.Limits LIMITS = Correlator.Limits.DEFAULT;

  private final Plan plan;
  private final Duration memory;
  private final Correlator<Long> correlator;
  private final CorrelationFindings findings;
  private final ToldWindows told = new ToldWindows();
  private final LongFunction<@Nullable RuleMatched> matches;
  private Instant now = Instant.MIN;
  private long considered;

  /**
   * Correlations that know of no match yet.
   *
   * @param rules the rules
   * @param config what the operator set
   * @param matches gives a match again by the number under which it was considered, or null where
   *     it is not there any more: evidence is looked up when it is needed
   */
  public Correlations(
      Rules rules, IntrusionConfig config, LongFunction<@Nullable RuleMatched> matches) {
    this.plan = rules.set().plan();
    Duration patience = config.lateness();
    this.memory = patience.compareTo(LEAST_MEMORY) > 0 ? patience : LEAST_MEMORY;
    this.correlator = new Correlator<>(plan, LIMITS, new Correlator.Lateness(patience, memory));
    this.findings = new CorrelationFindings(rules.set(), config.findingWindow());
    this.matches = matches;
  }

  /** Whether there is no correlation rule. */
  public boolean isEmpty() {
    return plan.isEmpty();
  }

  /** How long after it came a match may still matter. */
  public Duration reach() {
    return plan.longestTimespan().plus(memory);
  }

  /** How many matches are remembered at most. */
  public int mostMatches() {
    return LIMITS.events();
  }

  /**
   * Takes a match in and tells what it completes.
   *
   * @param number by which it can be found again
   * @param came when it came
   */
  public void consider(RuleMatched match, long number, Instant came, Consumer<Fact> facts) {
    settle(came, facts);
    considered++;
    correlator.offer(occurrence(match, number), came, each -> tell(each, facts));
  }

  /** Takes a match in as {@link #consider} does, when what it completes was told before. */
  public void recall(RuleMatched match, long number, Instant came) {
    moveTo(came);
    correlator.settle(now, this::note);
    correlator.offer(occurrence(match, number), came, this::note);
  }

  private static Occurrence<Long> occurrence(RuleMatched match, long number) {
    Map<String, String> values = new HashMap<>();
    match.values().forEach(each -> values.put(each.field(), each.value()));
    Origin origin = match.evidence().origin();
    String event = ShortDigest.of(origin.source(), origin.item(), Long.toString(origin.record()));
    return new Occurrence<>(
        match.rule(),
        Long.parseUnsignedLong(event, 0, Long.BYTES * 2, 16),
        match.time(),
        values,
        number);
  }

  /** Time has passed: tells what its wait is over for, and what repeated. */
  public void settle(Instant moment, Consumer<Fact> facts) {
    moveTo(moment);
    correlator.settle(now, each -> tell(each, facts));
    told.closeQuietSince(now.minus(memory), facts);
  }

  private void moveTo(Instant moment) {
    now = moment.isAfter(now) ? moment : now;
  }

  /** All sources have ended: tells the rest. */
  public void finish(Consumer<Fact> facts) {
    correlator.finish(each -> tell(each, facts));
    told.closeAll(facts);
  }

  private void note(Correlated<Long> correlated) {
    if (correlated.told()) {
      told.isNew(findings.idOf(correlated), correlated.time(), now, fact -> {});
    }
  }

  private void tell(Correlated<Long> correlated, Consumer<Fact> facts) {
    if (!correlated.told()) {
      return;
    }
    String id = findings.idOf(correlated);
    if (told.isNew(id, correlated.time(), now, facts)) {
      List<RuleMatched> known = new ArrayList<>();
      for (long number : correlated.pieces()) {
        RuleMatched match = matches.apply(number);
        if (match != null) {
          known.add(match);
        }
      }
      facts.accept(new Fact.FindingRaised(findings.finding(id, correlated, known)));
    }
  }

  /** How correlating fares since the start. */
  public Counts counts() {
    Correlator.Counts counts = correlator.counts();
    return new Counts(
        considered,
        counts.groups(),
        counts.events(),
        counts.forgottenGroups(),
        counts.forgottenEvents(),
        counts.incomplete());
  }

  /**
   * How correlating fares.
   *
   * @param considered matches taken in
   * @param groups that are remembered now, of all correlations
   * @param events that are remembered now, in each group of which they are
   * @param forgottenGroups groups forgotten to bound memory
   * @param forgottenEvents oldest events of a group, of which it has more than {@value
   *     Correlation#MOST_EVENTS} or too large a share, forgotten to bound memory
   * @param incomplete matches without a field that a correlation groups by or looks at
   */
  public record Counts(
      long considered,
      int groups,
      int events,
      long forgottenGroups,
      long forgottenEvents,
      long incomplete) {

    /** Nothing yet. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);
  }
}
