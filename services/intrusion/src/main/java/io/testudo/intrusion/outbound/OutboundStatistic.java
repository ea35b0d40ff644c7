package io.testudo.intrusion.outbound;

import io.testudo.intrusion.IntrusionConfig;
import io.testudo.intrusion.raising.Draft;
import io.testudo.intrusion.raising.FindingWindows;
import io.testudo.intrusion.raising.Seen;
import io.testudo.intrusion.raising.Statistic;
import io.testudo.intrusion.state.BoundedTable;
import io.testudo.intrusion.state.EventClock;
import io.testudo.intrusion.state.Popularity;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Raises a finding where a host sends much more to an outside network than its own past lets
 * expect, to a network to which it sent next to nothing before and few other hosts talk, and gets
 * little back.
 *
 * <p>The past is the host's volume to the outside in ten-minute spans, on a logarithmic scale, by
 * median and median absolute deviation. With z robust deviations above the median, Cantelli's
 * inequality lets chance exceed it with probability at most 1/(1+z²), whatever the law. Confidence
 * is one minus that, times the share of such uploads that is assumed hostile: {@value
 * #HOSTILE_FROM_QUIET} from a host that sent next to nothing for an hour or more, which is of high
 * severity, {@value #HOSTILE_FROM_TALKATIVE} from others, of low severity: people do upload, and
 * only what else the host did tells. History counts from the source's first event: a host that was
 * not seen was quiet. With fewer than {@value #LEAST_SPANS} spans of it the finding says so.
 *
 * <p>Blind to: uploads to a network that many hosts use, uploads slower than {@value #LEAST_BYTES}
 * bytes in forty minutes, and hosts that always send as much.
 */
public final class OutboundStatistic implements Statistic {

  private static final double LEAST_BYTES = 5e6;
  private static final double LEAST_BYTES_UNKNOWN_PAST = 50e6;
  private static final int LEAST_SPANS = 3;
  private static final double LEAST_DEVIATIONS = 3;
  private static final double LEAST_ASYMMETRY = 4;
  private static final double KNOWN_PART = 0.2;
  private static final int POPULAR = 3;
  private static final int SPANS_OF_QUIET = 6;
  private static final double HOSTILE_FROM_QUIET = 0.8;
  private static final double HOSTILE_FROM_TALKATIVE = 0.4;

  private static final Detector VOLUME =
      new Detector(Detector.Kind.STATISTIC, "outbound.volume", "1");

  private record Pair(IpAddress host, IpAddress network) {}

  private final IntrusionConfig config;
  private final BoundedTable<IpAddress, Host> hosts;
  private final BoundedTable<Pair, Destination> destinations;
  private final Popularity popularity;
  private Instant begin = Instant.MAX;

  public OutboundStatistic(IntrusionConfig config) {
    this.config = config;
    this.hosts = new BoundedTable<>(config.mostEntities());
    this.destinations = new BoundedTable<>(8 * config.mostEntities());
    this.popularity = new Popularity(config.mostEntities());
  }

  @Override
  public void observe(Event event, FindingWindows windows, Consumer<Fact> facts) {
    if (!(event instanceof Flow flow)) {
      return;
    }
    if (EventClock.timeOf(flow).isBefore(begin)) {
      begin = EventClock.timeOf(flow);
    }
    IpAddress host = flow.originator().address();
    IpAddress outside = flow.responder().address();
    if (!config.isInternal(host) || config.isInternal(outside) || outside.isMulticast()) {
      return;
    }
    Instant now = EventClock.timeOf(flow);
    Host past = hosts.get(host, key -> Host.quietSince(begin.getEpochSecond()));
    past.add(now.getEpochSecond(), flow.forward().payloadBytes());
    if (flow.forward().payloadBytes() == 0) {
      return;
    }
    popularity.add(host, outside, now);
    Destination destination =
        destinations.get(new Pair(host, Popularity.network(outside)), key -> new Destination());
    destination.add(flow, now);
    judge(flow, past, destination, now, windows, facts);
  }

  private void judge(
      Flow flow,
      Host past,
      Destination destination,
      Instant now,
      FindingWindows windows,
      Consumer<Fact> facts) {
    double sent = destination.sentLately();
    if (sent < LEAST_BYTES
        || sent < LEAST_ASYMMETRY * destination.receivedLately()
        || destination.before > KNOWN_PART * sent
        || popularity.hosts(flow.responder().address()) >= POPULAR) {
      return;
    }
    boolean known = past.spans() >= LEAST_SPANS;
    double deviations = (Math.log1p(sent) - past.median()) / past.deviation();
    if (known ? deviations >= LEAST_DEVIATIONS : sent >= LEAST_BYTES_UNKNOWN_PAST) {
      windows.match(
          VOLUME,
          Entity.of(flow.originator().address()),
          now,
          () -> draft(flow, past, destination, deviations),
          facts);
    }
  }

  private Draft draft(Flow flow, Host past, Destination destination, double deviations) {
    boolean known = past.spans() >= LEAST_SPANS;
    double sent = destination.sentLately();
    double usual = Math.expm1(past.median());
    double upper = Math.expm1(past.median() + LEAST_DEVIATIONS * past.deviation());
    List<Evidence> evidence = new ArrayList<>(destination.evidence);
    if (evidence.isEmpty()) {
      evidence.add(Seen.evidence(flow));
    }
    List<String> unknowns = new ArrayList<>();
    unknowns.add("what was sent, and whether somebody meant to send it");
    if (!known) {
      unknowns.add(
          "the host's usual volume: only "
              + past.spans()
              + " spans of ten minutes are known, "
              + LEAST_SPANS
              + " are needed");
    } else if (past.spans() < 24) {
      unknowns.add(
          "whether this recurs at longer intervals: only "
              + Seen.duration(Duration.ofSeconds(past.spans() * Host.SPAN_SECONDS))
              + " of history are known");
    }
    boolean quiet = past.spans() >= SPANS_OF_QUIET && past.isQuiet();
    double hostile = quiet ? HOSTILE_FROM_QUIET : HOSTILE_FROM_TALKATIVE;
    double probability = known ? hostile * (1 - 1 / (1 + deviations * deviations)) : 0.3;
    Instant first =
        destination.firstSeen.isBefore(flow.end()) ? destination.firstSeen : flow.time();
    return new Draft(
        flow.originator().address()
            + " sent "
            + Seen.bytes(sent)
            + " to "
            + flow.responder().address()
            + ", to which it sent little before",
        quiet ? Severity.HIGH : Severity.LOW,
        new Confidence(probability, known ? Confidence.Basis.COMPUTED : Confidence.Basis.STATED),
        first,
        flow.end(),
        List.of(
            new Involvement(Entity.of(flow.originator().address()), Role.ACTOR),
            new Involvement(Entity.of(flow.responder().address()), Role.TARGET)),
        techniques(flow),
        List.of(Tactic.EXFILTRATION),
        List.of(
            new Reason(
                "sent to this network in forty minutes",
                Seen.bytes(sent),
                known
                    ? "usually "
                        + Seen.bytes(usual)
                        + " to all the outside in ten minutes, unusual from "
                        + Seen.bytes(upper)
                    : "unknown"),
            new Reason(
                "robust deviations above the host's median",
                known ? String.format(Locale.ROOT, "%.1f", deviations) : "unknown",
                "below " + LEAST_DEVIATIONS),
            new Reason(
                "received from there meanwhile", Seen.bytes(destination.receivedLately()), ""),
            new Reason(
                "sent there before", Seen.bytes(destination.before), "a known destination: more"),
            new Reason(
                "own hosts that talk with this network",
                Integer.toString(popularity.hosts(flow.responder().address())),
                "a common service: at least " + POPULAR)),
        evidence,
        unknowns);
  }

  private static List<Technique> techniques(Flow flow) {
    int port = flow.responder().port();
    boolean web = port == 80 || port == 443;
    return web
        ? List.of(new Technique("T1048"), new Technique("T1567"))
        : List.of(new Technique("T1048"));
  }

  @Override
  public long evicted() {
    return hosts.evicted() + destinations.evicted();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    hosts.save(out, Saved::writeAddress, (to, host) -> host.save(to));
    destinations.save(
        out,
        (to, pair) -> {
          Saved.writeAddress(to, pair.host);
          Saved.writeAddress(to, pair.network);
        },
        (to, destination) -> destination.save(to));
    popularity.save(out);
    Saved.writeInstant(out, begin);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    hosts.restore(in, Saved::readAddress, Host::restored);
    destinations.restore(
        in,
        from -> new Pair(Saved.readAddress(from), Saved.readAddress(from)),
        Destination::restored);
    popularity.restore(in);
    begin = Saved.readInstant(in);
  }
}
