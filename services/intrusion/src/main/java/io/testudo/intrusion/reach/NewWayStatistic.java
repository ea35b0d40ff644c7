package io.testudo.intrusion.reach;

import io.testudo.intrusion.IntrusionConfig;
import io.testudo.intrusion.raising.Draft;
import io.testudo.intrusion.raising.FindingWindows;
import io.testudo.intrusion.raising.Seen;
import io.testudo.intrusion.raising.Statistic;
import io.testudo.intrusion.record.Logon;
import io.testudo.intrusion.record.Named;
import io.testudo.intrusion.state.BoundedTable;
import io.testudo.intrusion.state.Saved;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Raises a finding of low severity where somebody logs on by SSH or remote desktop from one of the
 * operator's machines to another for the first time: context that says little alone, and how an
 * intruder moves on.
 *
 * <p>By Good and Turing, the chance that the next logon takes a new way is about the share of
 * logons so far whose way was taken once. Confidence is half of one minus that share. In the first
 * half hour of a source nothing is raised, since every way is new then.
 */
public final class NewWayStatistic implements Statistic {

  private static final Duration LEARNING = Duration.ofMinutes(30);

  private static final Detector NEW_WAY =
      new Detector(Detector.Kind.STATISTIC, "logon.new-way", "1");

  private record Way(String client, String server, String service) {}

  private final IntrusionConfig config;
  private final BoundedTable<Way, long[]> ways;
  private Instant begin = Instant.MAX;
  private long logons;
  private long takenOnce;

  public NewWayStatistic(IntrusionConfig config) {
    this.config = config;
    this.ways = new BoundedTable<>(config.mostEntities());
  }

  @Override
  public void observe(Event event, FindingWindows windows, Consumer<Fact> facts) {
    if (!(event instanceof LogRecord log)) {
      return;
    }
    if (log.time().isBefore(begin)) {
      begin = log.time();
    }
    Logon logon = Logon.of(log);
    if (logon == null
        || logon.outcome() != Logon.Outcome.SUCCEEDED
        || logon.server().isEmpty()
        || !(logon.service().equals("ssh") || logon.service().equals("rdp"))) {
      return;
    }
    IpAddress client = IpAddress.parseOrNull(logon.client());
    if (client == null || !config.isInternal(client)) {
      return;
    }
    double novelty = (takenOnce + 1.0) / (logons + 2.0);
    if (take(new Way(logon.client(), logon.server(), logon.service()))
        && log.time().isAfter(begin.plus(LEARNING))) {
      windows.match(
          NEW_WAY,
          new Entity(
              Entity.Kind.SERVICE,
              logon.service() + " from " + logon.client() + " to " + logon.server()),
          log.time(),
          () -> draft(log, logon, client, novelty),
          facts);
    }
  }

  /** Takes the way; whether for the first time. */
  private boolean take(Way way) {
    logons++;
    long[] taken = ways.get(way, key -> new long[1]);
    taken[0]++;
    takenOnce += taken[0] == 1 ? 1 : taken[0] == 2 ? -1 : 0;
    return taken[0] == 1;
  }

  private static Draft draft(LogRecord log, Logon logon, IpAddress client, double novelty) {
    boolean shell = logon.service().equals("ssh");
    Entity server = Named.machine(logon.server());
    List<Involvement> involved = new ArrayList<>();
    involved.add(new Involvement(Entity.of(client), Role.ACTOR));
    involved.add(new Involvement(server, Role.TARGET));
    if (!logon.user().isEmpty()) {
      involved.add(new Involvement(new Entity(Entity.Kind.USER, logon.user()), Role.INVOLVED));
    }
    return new Draft(
        client
            + " logged on to "
            + server.name()
            + (shell ? " by SSH" : " by remote desktop")
            + " for the first time",
        Severity.LOW,
        new Confidence(0.5 * (1 - Math.min(1, novelty)), Confidence.Basis.COMPUTED),
        log.time(),
        log.time(),
        involved,
        List.of(new Technique(shell ? "T1021.004" : "T1021.001")),
        List.of(Tactic.LATERAL_MOVEMENT),
        List.of(
            new Reason(
                "logons from " + client + " to " + server.name() + " before",
                "0",
                String.format(Locale.ROOT, "a new way in %.0f %% of logons here", 100 * novelty))),
        List.of(Seen.evidence(log)),
        List.of("whether it was taken before this source's beginning"));
  }

  @Override
  public long evicted() {
    return ways.evicted();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    Saved.writeInstant(out, begin);
    out.writeLong(logons);
    out.writeLong(takenOnce);
    ways.save(
        out,
        (to, way) -> {
          Saved.writeText(to, way.client);
          Saved.writeText(to, way.server);
          Saved.writeText(to, way.service);
        },
        (to, taken) -> to.writeLong(taken[0]));
  }

  @Override
  public void restore(DataInput in) throws IOException {
    begin = Saved.readInstant(in);
    logons = in.readLong();
    takenOnce = in.readLong();
    ways.restore(
        in,
        from -> new Way(Saved.readText(from), Saved.readText(from), Saved.readText(from)),
        from -> new long[] {from.readLong()});
  }
}
