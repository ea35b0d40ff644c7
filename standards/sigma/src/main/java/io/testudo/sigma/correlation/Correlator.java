package io.testudo.sigma.correlation;

import io.testudo.sigma.correlation.Plan.Feed;
import io.testudo.sigma.correlation.Plan.Node;
import io.testudo.sigma.pattern.Folding;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
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
 * order.
 *
 * <p><b>Two times.</b> When an event happened decides windows; when its match came decides how long
 * it is waited for and remembered, so that sources may be read at different times ({@link
 * Lateness}). Where a condition holds whatever else comes to light ({@link
 * Correlation#isSureAtOnce}) it is told at once, also when an event that comes late within bounds
 * completes a window of later events; otherwise when the wait is over. So what is told does not
 * depend on the order in which events come, as long as they come within the bounds.
 *
 * <p><b>Bounds.</b> {@link Limits}; what is beyond is forgotten, oldest first, and counted. A match
 * costs time in the number of correlations that take it, and where it comes late in the events of
 * the windows it changes. Not thread-safe.
 *
 * <p>Deviation from the specification, which leaves it open: {@code value_percentile} compares the
 * share that the event's own value has of all values, as in the specification's example; with
 * {@code percentile: n} it compares the n-th percentile of numbers.
 *
 * @param <P> what the caller wants back with a correlation
 */
public final class Correlator<P> {

  private final Plan plan;
  private final long waitMicros;
  private final long keepMicros;
  private final int mostWaiting;
  private final GroupTable<P> groups;

  /** What is judged later, by the moment at which its wait is over. */
  private final PriorityQueue<Waiting<P>> waiting =
      new PriorityQueue<>(Comparator.comparingLong(each -> each.due));

  /** What is judged now: in the order of time, correlations behind those that they take. */
  private final PriorityQueue<Waiting<P>> due =
      new PriorityQueue<>(
          Comparator.<Waiting<P>>comparingLong(each -> each.entry.micros)
              .thenComparingInt(each -> each.group.node.order()));

  private long judgedUpTo = Long.MIN_VALUE;
  private long now = Long.MIN_VALUE / 2;
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
   * How far apart matches that belong together may come.
   *
   * @param patience how long after its last event came a window is judged whose judgement more
   *     events could change; once more for each correlation below it that waits too
   * @param memory for how much longer than the rule's time span an event is remembered after it
   *     came
   */
  public record Lateness(Duration patience, Duration memory) {
    public Lateness {
      if (patience.isNegative() || memory.compareTo(patience) < 0) {
        throw new IllegalArgumentException(
            "patience ("
                + patience
                + ") of lateness must not be negative, nor above memory ("
                + memory
                + ")");
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

  /** A correlator that remembers nothing yet. */
  public Correlator(Plan plan, Limits limits, Lateness lateness) {
    this.plan = plan;
    this.waitMicros = Moments.micros(lateness.patience());
    this.keepMicros = Moments.micros(lateness.memory());
    this.mostWaiting = 2 * limits.events();
    this.groups = new GroupTable<>(limits, plan.nodes().size());
  }

  /**
   * Takes a match in and tells what it completes.
   *
   * @param arrived when it came; where that is before an earlier moment, that one is taken
   */
  public void offer(Occurrence<P> match, Instant arrived, Consumer<Correlated<P>> told) {
    List<Feed> feeds = plan.feedsOf(match.rule());
    if (feeds.isEmpty()) {
      return;
    }
    moveTo(arrived);
    List<String> columns = plan.columnsOf(match.rule());
    @Nullable String[] values = new String[columns.size()];
    for (int i = 0; i < values.length; i++) {
      String value = match.values().get(columns.get(i));
      values[i] = value == null ? null : Values.shortened(value);
    }
    var arrival =
        new Arrival<>(Moments.micros(match.time()), match.event(), now, values, match.piece());
    for (Feed feed : feeds) {
      take(feed, arrival, told);
    }
  }

  private void moveTo(Instant moment) {
    now = Math.max(now, Moments.micros(moment));
    groups.outlive(now - keepMicros);
  }

  /** An event on its way into a correlation. */
  private record Arrival<P>(
      long micros, long event, long arrived, @Nullable String[] values, @Nullable P piece) {}

  /** An event whose window is judged when its wait is over. */
  private record Waiting<P>(Entry<P> entry, Group<P> group, long due) {
    boolean isVoid() {
      return group.forgotten || entry.dropped || entry.judged;
    }
  }

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
    @Nullable String[] carried = new String[feed.carried().length];
    for (int i = 0; i < carried.length; i++) {
      carried[i] = arrival.values()[feed.carried()[i]];
    }
    var entry =
        new Entry<P>(
            arrival.micros(),
            arrival.event(),
            arrival.arrived(),
            now,
            Folding.fold(String.join("\n", fields)),
            number,
            carried);
    entry.rules = 1L << feed.bit();
    entry.piece = arrival.piece();
    List<String> key = shownKey.stream().map(Folding::fold).toList();
    Group<P> group = groups.get(feed.node(), key, shownKey);
    Group.Taken taken = groups.take(group, entry);
    if (feed.node().atOnce()) {
      if (taken != Group.Taken.KNOWN) {
        for (long time : group.unjudgedFrom(entry.micros)) {
          judge(group, time, told);
        }
      }
    } else if (taken == Group.Taken.NEW) {
      await(new Waiting<>(entry, group, entry.arrived + waitMicros * feed.node().waits()));
    }
  }

  private void await(Waiting<P> window) {
    if (window.due <= judgedUpTo) {
      due.add(window);
      return;
    }
    waiting.add(window);
    if (waiting.size() > mostWaiting) {
      waiting.removeIf(Waiting::isVoid);
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
      var arrival = new Arrival<>(time, event, end.arrived, end.carried, end.piece);
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
        Moments.instant(events.getFirst().micros),
        Moments.instant(time),
        events.size(),
        window.shown(),
        pieces,
        plan.tells(group.node.rule().id()));
  }

  /**
   * Time has passed: judges the windows whose wait is over.
   *
   * @param moment the present, by the clock that says when matches came
   */
  public void settle(Instant moment, Consumer<Correlated<P>> told) {
    moveTo(moment);
    judgeUpTo(now, told);
  }

  /** All sources have ended: judges every window. */
  public void finish(Consumer<Correlated<P>> told) {
    judgeUpTo(Long.MAX_VALUE, told);
  }

  private void judgeUpTo(long moment, Consumer<Correlated<P>> told) {
    judgedUpTo = moment;
    while (!waiting.isEmpty() && waiting.element().due <= moment) {
      due.add(waiting.remove());
    }
    while (!due.isEmpty()) {
      Waiting<P> next = due.remove();
      judge(next.group, next.entry.micros, told);
    }
    judgedUpTo = Long.MIN_VALUE;
  }

  /** How correlating fares. */
  public Counts counts() {
    return new Counts(
        groups.size(),
        groups.entries(),
        groups.forgottenGroups(),
        groups.forgottenEvents(),
        incomplete);
  }
}
