package io.testudo.sigma.correlation;

import io.testudo.sigma.correlation.Plan.Feed;
import io.testudo.sigma.correlation.Plan.Node;
import io.testudo.sigma.correlation.SourceClock.Pending;
import io.testudo.sigma.pattern.Folding;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds correlations in matches of any number of sources as they come.
 *
 * <p><b>Meaning.</b> The window of a time <i>t</i> is what happened after <i>t</i> less the time
 * span and not after <i>t</i>. A correlation holds of a group at the time of each of its events of
 * whose window the condition holds; that is at the same time an event for correlations that take
 * it, with the fields of the last event. An event without one of the fields that it is grouped by
 * or that is looked at takes no part. Values are grouped without regard to letter case. Of a
 * temporal correlation the number of its rules within the window is compared, of an ordered one the
 * longest chain of them, in their order, that ends with the event; events of one time are in any
 * order. Where a condition holds whatever else comes to light ({@link Correlation#isSureAtOnce}) it
 * is told at once, also when an event that comes late within bounds completes a window of later
 * events; otherwise when the source of the last event has settled beyond it. So what is told does
 * not depend on the order in which events come, as long as they come within the bound.
 *
 * <p><b>Bounds.</b> {@link Limits}; what is beyond is forgotten, oldest first, and counted. A match
 * costs time in the number of correlations that take it, and where it comes late in the events of
 * the windows it changes. For any number of threads.
 *
 * <p>Deviation from the specification, which leaves it open: {@code value_percentile} compares the
 * share that the event's own value has of all values, as in the specification's example; with
 * {@code percentile: n} it compares the n-th percentile of numbers.
 *
 * @param <P> what the caller wants back with a correlation
 */
public final class Correlator<P> {

  private final Plan plan;
  private final GroupTable<P> groups;
  private final Map<String, SourceClock> clocks = new LinkedHashMap<>();
  private final boolean anyWaits;
  private long incomplete;

  /**
   * How much is remembered at most.
   *
   * @param groupsPerRule groups of one correlation
   * @param groups groups in total
   * @param eventsPerGroup events of one group
   * @param events events in total
   */
  public record Limits(int groupsPerRule, int groups, int eventsPerGroup, int events) {

    /** About 50 MB at the very most. */
    public static final Limits DEFAULT =
        new Limits(10_000, 50_000, Correlation.MOST_EVENTS, 200_000);

    public Limits {
      if (Math.min(Math.min(groupsPerRule, groups), Math.min(eventsPerGroup, events)) < 1) {
        throw new IllegalArgumentException("every limit of a correlator must be positive");
      }
    }
  }

  /**
   * How correlating fares since the beginning.
   *
   * @param groups remembered now
   * @param events remembered now
   * @param forgottenGroups groups forgotten to bound memory
   * @param forgottenEvents oldest events of a group forgotten to bound memory
   * @param incomplete matches that lacked a field by which they are grouped or that is looked at
   */
  public record Counts(
      int groups, int events, long forgottenGroups, long forgottenEvents, long incomplete) {}

  /** Writes what the caller gave. */
  @FunctionalInterface
  public interface PieceWriter<P> {
    void write(DataOutput out, P piece) throws IOException;
  }

  /** Reads what the caller gave. */
  @FunctionalInterface
  public interface PieceReader<P> {
    P read(DataInput in) throws IOException;
  }

  /** A correlator that remembers nothing yet. */
  public Correlator(Plan plan, Limits limits) {
    this.plan = plan;
    this.groups = new GroupTable<>(limits, plan.nodes().size());
    this.anyWaits = plan.nodes().stream().anyMatch(node -> !node.atOnce());
  }

  /** Takes a match in and tells what it completes. */
  public synchronized void offer(Occurrence<P> match, Consumer<Correlated<P>> told) {
    List<Feed> feeds = plan.feedsOf(match.rule());
    if (feeds.isEmpty()) {
      return;
    }
    List<String> columns = plan.columnsOf(match.rule());
    @Nullable String[] values = new String[columns.size()];
    for (int i = 0; i < values.length; i++) {
      String value = match.values().get(columns.get(i));
      values[i] = value == null ? null : Values.shortened(value);
    }
    var arrival =
        new Arrival<>(
            SourceClock.micros(match.time()),
            match.event(),
            clocks.computeIfAbsent(match.source(), SourceClock::new),
            values,
            match.piece());
    for (Feed feed : feeds) {
      take(feed, arrival, told);
    }
  }

  /** An event on its way into a correlation. */
  private record Arrival<P>(
      long micros, long event, SourceClock clock, @Nullable String[] values, @Nullable P piece) {}

  private void take(Feed feed, Arrival<P> arrival, Consumer<Correlated<P>> told) {
    List<String> shownKey = Values.of(arrival.values(), feed.groupBy());
    List<String> fields = Values.of(arrival.values(), feed.fields());
    if (shownKey == null || fields == null) {
      incomplete++;
      return;
    }
    Correlation correlation = feed.node().rule().correlation();
    BigDecimal number = BigDecimal.ZERO;
    if (correlation.type().isNumeric() || correlation.condition().percentile() >= 0) {
      number = Values.number(fields.getFirst());
      if (number == null) {
        incomplete++;
        return;
      }
    }
    List<String> key = shownKey.stream().map(Folding::fold).toList();
    @Nullable String[] carried = new String[feed.carried().length];
    for (int i = 0; i < carried.length; i++) {
      carried[i] = arrival.values()[feed.carried()[i]];
    }
    var entry =
        new Entry<P>(
            arrival.micros(),
            arrival.event(),
            arrival.clock(),
            Folding.fold(String.join("\n", fields)),
            number,
            carried);
    entry.rules = 1L << feed.bit();
    entry.piece = arrival.piece();
    Group<P> group = groups.get(feed.node(), key, shownKey);
    if (groups.take(group, entry) == Group.Taken.KNOWN) {
      return;
    }
    if (feed.node().atOnce()) {
      for (long time : group.unjudgedFrom(entry.micros)) {
        judge(group, time, told);
      }
    } else {
      entry.clock.pending.add(new Pending(entry.micros, feed.node().order(), group));
    }
  }

  private void judge(Group<P> group, long time, Consumer<Correlated<P>> told) {
    List<Entry<P>> last = group.at(time);
    if (group.forgotten || last.isEmpty()) {
      return;
    }
    if (last.stream().anyMatch(entry -> entry.judged)) {
      last.forEach(entry -> entry.judged = true);
      return;
    }
    Node node = group.node;
    Window window = group.windowAt(time);
    boolean holds = window.holds(node.rule().correlation().condition(), last);
    if (holds || !node.atOnce()) {
      last.forEach(entry -> entry.judged = true);
    }
    if (holds) {
      Entry<P> end = last.getLast();
      told.accept(correlated(group, time, window));
      long event = Values.eventOf(node.rule().id(), group.key, time);
      var arrival = new Arrival<>(time, event, end.clock, end.carried, end.piece);
      for (Feed feed : plan.feedsOf(node.rule().id())) {
        take(feed, arrival, told);
      }
    }
  }

  private Correlated<P> correlated(Group<P> group, long time, Window window) {
    List<Entry<P>> events = group.inWindow();
    List<P> pieces = new ArrayList<>();
    for (Entry<P> entry : events) {
      P piece = entry.piece;
      if (piece != null) {
        pieces.add(piece);
      }
    }
    Map<String, String> values = new LinkedHashMap<>();
    List<String> groupBy = group.node.rule().correlation().groupBy();
    for (int i = 0; i < groupBy.size(); i++) {
      values.put(groupBy.get(i), group.shownKey.get(i));
    }
    return new Correlated<>(
        group.node.rule(),
        values,
        SourceClock.instant(events.getFirst().micros),
        SourceClock.instant(time),
        events.size(),
        window.shown(),
        pieces,
        plan.tells(group.node.rule().id()));
  }

  /** Whether some correlation waits for sources to settle, so that {@link #advance} matters. */
  public boolean waits() {
    return anyWaits;
  }

  /**
   * A source has come so far that it will give no event of before this time; one that comes all the
   * same is not to be offered.
   */
  public synchronized void advance(String source, Instant settled, Consumer<Correlated<P>> told) {
    SourceClock clock = clocks.computeIfAbsent(source, SourceClock::new);
    long micros = SourceClock.micros(settled);
    while (!clock.pending.isEmpty() && clock.pending.element().micros() < micros) {
      judgeNext(clock, told);
    }
    clock.settled = micros;
  }

  private void judgeNext(SourceClock clock, Consumer<Correlated<P>> told) {
    Pending next = clock.pending.remove();
    clock.settled = Math.max(clock.settled, next.micros());
    @SuppressWarnings("unchecked")
    Group<P> group = (Group<P>) next.group();
    judge(group, next.micros(), told);
  }

  /** All sources have ended. */
  public synchronized void finish(Consumer<Correlated<P>> told) {
    while (true) {
      SourceClock first = null;
      for (SourceClock clock : clocks.values()) {
        Pending next = clock.pending.peek();
        Pending best = first == null ? null : first.pending.peek();
        if (next != null && (best == null || next.compareTo(best) < 0)) {
          first = clock;
        }
      }
      if (first == null) {
        return;
      }
      judgeNext(first, told);
    }
  }

  /** How correlating fares. */
  public synchronized Counts counts() {
    return new Counts(
        groups.size(),
        groups.entries(),
        groups.forgottenGroups(),
        groups.forgottenEvents(),
        incomplete);
  }

  /** Writes what is remembered of a source's events. */
  public synchronized void save(String source, DataOutput out, PieceWriter<P> pieces)
      throws IOException {
    new CorrelatorState<>(plan, groups).save(source, out, pieces);
  }

  /**
   * Takes over what {@link #save} wrote, also of a correlator of other rules: what is remembered
   * for rules that are not the same any more is passed over.
   *
   * @throws IOException if the bytes are not what was written
   */
  public synchronized void restore(String source, DataInput in, PieceReader<P> pieces)
      throws IOException {
    SourceClock clock = clocks.computeIfAbsent(source, SourceClock::new);
    new CorrelatorState<>(plan, groups).restore(clock, in, pieces);
  }
}
