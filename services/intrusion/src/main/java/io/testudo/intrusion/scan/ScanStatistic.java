package io.testudo.intrusion.scan;

import io.testudo.intrusion.IntrusionConfig;
import io.testudo.intrusion.attempt.Outcome;
import io.testudo.intrusion.raising.Draft;
import io.testudo.intrusion.raising.FindingWindows;
import io.testudo.intrusion.raising.Posterior;
import io.testudo.intrusion.raising.Seen;
import io.testudo.intrusion.raising.Statistic;
import io.testudo.intrusion.state.BoundedTable;
import io.testudo.intrusion.state.EventClock;
import io.testudo.intrusion.state.Saved;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Evidence;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Raises a finding where an originator asks many addresses (a sweep, horizontal if on one port) or
 * many ports of one address (vertical) and mostly gets no answer.
 *
 * <p>Only first contacts count: who keeps asking one dead server is no scanner. The statistic is
 * {@link ThresholdRandomWalk}; a finding needs a likelihood ratio of 10^5, which chance reaches at
 * most once in 10^5 walks, and at least {@value #LEAST_FAILURES} distinct failures. Its confidence
 * is the posterior probability from a prior of one scanner in a thousand originators.
 *
 * <p>Thread safety: none. Cost: constant per flow, memory bounded by the tables.
 */
public final class ScanStatistic implements Statistic {

  private static final int LEAST_FAILURES = 10;
  private static final int LEAST_UDP_FAILURES = 30;
  private static final double LOG_THRESHOLD = Math.log(1e5);
  private static final double PRIOR = 1e-3;
  private static final double HONEST_FAILS = 0.05;
  private static final double MOST_HONEST_FAILS = 0.6;
  private static final int TRACEROUTE_FIRST = 33434;
  private static final int TRACEROUTE_LAST = 33534;
  private static final int USUAL_EPISODES = 3;

  private static final Detector SWEEP =
      new Detector(Detector.Kind.STATISTIC, "scan.addresses", "1");
  private static final Detector PORTS = new Detector(Detector.Kind.STATISTIC, "scan.ports", "1");

  private record Sweeper(IpAddress originator, int protocol) {}

  private record Pair(IpAddress originator, IpAddress responder, int protocol) {}

  private final IntrusionConfig config;
  private final BoundedTable<Sweeper, Walk> sweeps;
  private final BoundedTable<Pair, Walk> ports;
  private final FailureRate site = new FailureRate();

  public ScanStatistic(IntrusionConfig config) {
    this.config = config;
    this.sweeps = new BoundedTable<>(config.mostEntities());
    this.ports = new BoundedTable<>(config.mostEntities());
  }

  @Override
  public void observe(Event event, FindingWindows windows, Consumer<Fact> facts) {
    if (!(event instanceof Flow flow)) {
      return;
    }
    Outcome outcome = Outcome.of(flow);
    if (outcome == Outcome.UNCLEAR) {
      return;
    }
    Instant now = EventClock.timeOf(flow);
    if (flow.protocol() != Flow.UDP) {
      addresses(flow, outcome, now, windows, facts);
    }
    if (flow.protocol() == Flow.TCP || flow.protocol() == Flow.UDP) {
      ports(flow, outcome, now, windows, facts);
    }
  }

  private void addresses(
      Flow flow, Outcome outcome, Instant now, FindingWindows windows, Consumer<Fact> facts) {
    IpAddress originator = flow.originator().address();
    Walk walk = sweeps.get(new Sweeper(originator, flow.protocol()), key -> new Walk());
    walk.refresh(now);
    Walk.Asked asked = new Walk.Asked(flow.responder().address(), 0);
    if (!walk.contact(asked, now)) {
      return;
    }
    boolean fails = outcome == Outcome.FAILED;
    walk.ratio.step(outcome, honestFails(walk, now));
    walk.own.add(fails, now);
    site.add(fails, now);
    if (!fails) {
      return;
    }
    walk.fails(flow, asked, now);
    if (walk.failed.size() >= LEAST_FAILURES && walk.ratio.logRatio() >= LOG_THRESHOLD) {
      int earlier = walk.episode(now);
      windows.match(SWEEP, Entity.of(originator), now, () -> sweep(flow, walk, earlier), facts);
    }
  }

  private void ports(
      Flow flow, Outcome outcome, Instant now, FindingWindows windows, Consumer<Fact> facts) {
    int port = flow.responder().port();
    if (flow.protocol() == Flow.UDP && port >= TRACEROUTE_FIRST && port <= TRACEROUTE_LAST) {
      return;
    }
    IpAddress originator = flow.originator().address();
    IpAddress responder = flow.responder().address();
    Pair pair = new Pair(originator, responder, flow.protocol());
    boolean fails = outcome == Outcome.FAILED;
    Walk known = ports.find(pair);
    if (known == null && !fails) {
      return;
    }
    Walk walk = known == null ? ports.get(pair, key -> new Walk()) : known;
    walk.refresh(now);
    Walk.Asked asked = new Walk.Asked(responder, port);
    if (!walk.contact(asked, now)) {
      return;
    }
    walk.ratio.step(outcome, HONEST_FAILS);
    if (!fails) {
      return;
    }
    walk.fails(flow, asked, now);
    int least = flow.protocol() == Flow.UDP ? LEAST_UDP_FAILURES : LEAST_FAILURES;
    if (walk.failed.size() >= least && walk.ratio.logRatio() >= LOG_THRESHOLD) {
      int earlier = walk.episode(now);
      windows.match(PORTS, Entity.of(originator), now, () -> vertical(flow, walk, earlier), facts);
    }
  }

  /** How often a first contact of others fails at this site now. */
  private double honestFails(Walk walk, Instant now) {
    site.decayTo(now);
    walk.own.decayTo(now);
    double contacts = site.contacts - walk.own.contacts;
    double failures = site.failures - walk.own.failures;
    double rate = (Math.max(0, failures) + 1) / (Math.max(0, contacts) + 20);
    return Math.clamp(rate, HONEST_FAILS, MOST_HONEST_FAILS);
  }

  private Draft sweep(Flow flow, Walk walk, int earlier) {
    IpAddress originator = flow.originator().address();
    boolean onePort = walk.failedPorts.size() == 1;
    boolean icmp = flow.protocol() != Flow.TCP;
    String where =
        icmp
            ? " with ICMP"
            : onePort
                ? " on port " + flow.responder().port()
                : " on " + walk.failedPorts.size() + " ports";
    String title =
        originator
            + " asked "
            + walk.asked.size()
            + " addresses"
            + where
            + ", "
            + walk.failed.size()
            + " did not answer";
    List<Involvement> involved = new ArrayList<>();
    involved.add(new Involvement(Entity.of(originator), Role.ACTOR));
    List<IpAddress> targets = walk.failedAddresses.values();
    for (IpAddress target : targets.subList(0, Math.min(8, targets.size()))) {
      involved.add(new Involvement(Entity.of(target), Role.TARGET));
    }
    return draft(flow, walk, earlier, title, involved);
  }

  private Draft vertical(Flow flow, Walk walk, int earlier) {
    IpAddress originator = flow.originator().address();
    IpAddress responder = flow.responder().address();
    String title =
        originator
            + " asked "
            + walk.asked.size()
            + " "
            + Seen.protocol(flow.protocol())
            + " ports of "
            + responder
            + ", "
            + walk.failed.size()
            + " did not answer";
    return draft(
        flow,
        walk,
        earlier,
        title,
        List.of(
            new Involvement(Entity.of(originator), Role.ACTOR),
            new Involvement(Entity.of(responder), Role.TARGET)));
  }

  private Draft draft(Flow flow, Walk walk, int earlier, String title, List<Involvement> involved) {
    IpAddress originator = flow.originator().address();
    boolean inside = config.isInternal(originator);
    boolean authorised = config.authorisedScanners().contains(originator);
    boolean usual = earlier >= USUAL_EPISODES;
    Severity severity =
        authorised ? Severity.INFORMATIONAL : !inside || usual ? Severity.LOW : Severity.MEDIUM;
    List<String> unknowns = new ArrayList<>();
    unknowns.add("whether somebody authorised the scan");
    if (usual) {
      unknowns.add(
          "this originator scanned in "
              + earlier
              + " earlier hours too: it may be an authorised scanner, or an attack that lasts");
    }
    List<Evidence> evidence = new ArrayList<>(walk.evidence);
    evidence.add(Seen.evidence(flow));
    return new Draft(
        title,
        severity,
        new Confidence(Posterior.of(walk.ratio.logRatio(), PRIOR), Confidence.Basis.COMPUTED),
        walk.firstFailure.isAfter(flow.end()) ? flow.time() : walk.firstFailure,
        flow.end(),
        involved,
        List.of(new Technique(inside ? "T1046" : "T1595.001")),
        List.of(inside ? Tactic.DISCOVERY : Tactic.RECONNAISSANCE),
        reasons(walk),
        evidence,
        unknowns);
  }

  private static List<Reason> reasons(Walk walk) {
    return List.of(
        new Reason(
            "distinct first contacts that failed, within " + Seen.duration(Walk.IDLE),
            (walk.failed.isFull() ? "at least " : "")
                + walk.failed.size()
                + " of "
                + walk.asked.size(),
            "fewer than " + LEAST_FAILURES),
        new Reason(
            "likelihood ratio of a scanner to an honest originator",
            Seen.number(Math.exp(Math.min(700, walk.ratio.logRatio()))),
            "below " + Seen.number(Math.exp(LOG_THRESHOLD))),
        new Reason("ports asked without success", sample(walk.failedPorts.values()), ""),
        new Reason("addresses asked without success", sample(walk.failedAddresses.values()), ""));
  }

  private static String sample(List<?> values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(12, values.size()); i++) {
      text.append(i == 0 ? "" : ", ").append(values.get(i));
    }
    return values.size() > 12 ? text + " and " + (values.size() - 12) + " more" : text.toString();
  }

  @Override
  public long evicted() {
    return sweeps.evicted() + ports.evicted();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    site.save(out);
    sweeps.save(
        out,
        (to, key) -> {
          Saved.writeAddress(to, key.originator);
          to.writeInt(key.protocol);
        },
        (to, walk) -> walk.save(to));
    ports.save(
        out,
        (to, key) -> {
          Saved.writeAddress(to, key.originator);
          Saved.writeAddress(to, key.responder);
          to.writeInt(key.protocol);
        },
        (to, walk) -> walk.save(to));
  }

  @Override
  public void restore(DataInput in) throws IOException {
    site.restore(in);
    sweeps.restore(
        in, from -> new Sweeper(Saved.readAddress(from), from.readInt()), Walk::restored);
    ports.restore(
        in,
        from -> new Pair(Saved.readAddress(from), Saved.readAddress(from), from.readInt()),
        Walk::restored);
  }
}
