package io.testudo.intrusion.beacon;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Raises a finding where a host opens sessions to one outside address at even intervals and of even
 * size, to a network that few other hosts talk with.
 *
 * <p>The statistic: if sessions came at random, gaps would follow an exponential law. By the
 * Dvoretzky–Kiefer–Wolfowitz inequality (with Massart's constant) the greatest distance D between
 * the gaps' distribution and that law exceeds what is seen with probability at most 2·exp(−2nD²).
 * Confidence is one minus that, halved: honest programs poll too, and evenness alone does not tell
 * them apart.
 *
 * <p>Blind to: beacons with much jitter, those that hide in a popular service, and those slower
 * than {@value #LEAST_SESSIONS} calls within the {@value #MOST_SESSIONS} that are remembered.
 */
public final class BeaconStatistic implements Statistic {

  private static final int LEAST_SESSIONS = 24;
  private static final int MOST_SESSIONS = 48;
  private static final int MOST_EVIDENCE = 3;
  private static final Duration LEAST_SPAN = Duration.ofMinutes(1);
  private static final double MOST_UNEVENNESS = 0.3;
  private static final double MOST_CHANCE = 1e-3;
  private static final int POPULAR = 3;

  private static final Detector BEACON = new Detector(Detector.Kind.STATISTIC, "beacon", "1");

  private record Channel(IpAddress host, IpAddress outside, int port) {}

  private record Call(Instant time, long bytes) {}

  private static final class Calls {
    final Deque<Call> recent = new ArrayDeque<>();
    final List<Evidence> evidence = new ArrayList<>();
  }

  private record Evenness(
      double gapSeconds, double gapSpread, double bytes, double byteSpread, double chance) {}

  private final IntrusionConfig config;
  private final BoundedTable<Channel, Calls> channels;
  private final Popularity popularity;

  public BeaconStatistic(IntrusionConfig config) {
    this.config = config;
    this.channels = new BoundedTable<>(2 * config.mostEntities());
    this.popularity = new Popularity(config.mostEntities());
  }

  @Override
  public void observe(Event event, FindingWindows windows, Consumer<Fact> facts) {
    if (!(event instanceof Flow flow)
        || flow.protocol() != Flow.TCP
        || !flow.state().isEstablished()
        || flow.forward().payloadBytes() == 0) {
      return;
    }
    IpAddress host = flow.originator().address();
    IpAddress outside = flow.responder().address();
    if (config.isInternal(outside) || outside.isMulticast()) {
      return;
    }
    popularity.add(host, outside, EventClock.timeOf(flow));
    Calls calls =
        channels.get(new Channel(host, outside, flow.responder().port()), key -> new Calls());
    take(calls, flow);
    if (calls.recent.size() < LEAST_SESSIONS || popularity.hosts(outside) >= POPULAR) {
      return;
    }
    Duration span =
        Duration.between(calls.recent.getFirst().time, calls.recent.getLast().time).abs();
    Evenness evenness = evenness(calls);
    if (span.compareTo(LEAST_SPAN) >= 0
        && evenness.gapSpread <= MOST_UNEVENNESS
        && evenness.byteSpread <= MOST_UNEVENNESS
        && evenness.chance <= MOST_CHANCE) {
      windows.match(
          BEACON,
          Entity.of(host),
          EventClock.timeOf(flow),
          () -> draft(flow, calls, evenness, span),
          facts);
    }
  }

  private static void take(Calls calls, Flow flow) {
    calls.recent.addLast(new Call(flow.time(), flow.forward().payloadBytes()));
    if (calls.recent.size() > MOST_SESSIONS) {
      calls.recent.removeFirst();
    }
    if (calls.evidence.size() < MOST_EVIDENCE) {
      calls.evidence.add(Seen.evidence(flow));
    }
  }

  private static Evenness evenness(Calls calls) {
    long[] times =
        calls.recent.stream().mapToLong(call -> call.time.toEpochMilli()).sorted().toArray();
    double[] gaps = new double[times.length - 1];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = (times[i + 1] - times[i]) / 1000.0;
    }
    double[] bytes = calls.recent.stream().mapToDouble(Call::bytes).toArray();
    Arrays.sort(gaps);
    Arrays.sort(bytes);
    double distance = distanceFromRandom(gaps);
    double chance = Math.min(1, 2 * Math.exp(-2 * gaps.length * distance * distance));
    return new Evenness(
        gaps[gaps.length / 2], spread(gaps), bytes[bytes.length / 2], spread(bytes), chance);
  }

  /** Mean distance from the median, as a part of it. */
  private static double spread(double[] sorted) {
    double median = sorted[sorted.length / 2];
    if (median <= 0) {
      return 1;
    }
    double sum = 0;
    for (double value : sorted) {
      sum += Math.abs(value - median);
    }
    return sum / sorted.length / median;
  }

  /** Kolmogorov's distance between the gaps and an exponential law of the same mean. */
  private static double distanceFromRandom(double[] sorted) {
    double mean = Arrays.stream(sorted).average().orElse(0);
    if (mean <= 0) {
      return 0;
    }
    double greatest = 0;
    for (int i = 0; i < sorted.length; i++) {
      double law = 1 - Math.exp(-sorted[i] / mean);
      double below = Math.abs(law - (double) i / sorted.length);
      double upTo = Math.abs(law - (double) (i + 1) / sorted.length);
      greatest = Math.max(greatest, Math.max(below, upTo));
    }
    return greatest;
  }

  private Draft draft(Flow flow, Calls calls, Evenness evenness, Duration span) {
    List<Evidence> evidence = new ArrayList<>(calls.evidence);
    evidence.add(Seen.evidence(flow));
    Instant first = calls.recent.getFirst().time;
    return new Draft(
        String.format(
            Locale.ROOT,
            "%s calls %s every %.3g s like a clock",
            flow.originator().address(),
            flow.responder(),
            evenness.gapSeconds),
        Severity.MEDIUM,
        new Confidence((1 - evenness.chance) / 2, Confidence.Basis.COMPUTED),
        first.isBefore(flow.end()) ? first : flow.time(),
        flow.end(),
        List.of(
            new Involvement(Entity.of(flow.originator().address()), Role.ACTOR),
            new Involvement(Entity.of(flow.responder().address()), Role.TARGET)),
        List.of(new Technique("T1071")),
        List.of(Tactic.COMMAND_AND_CONTROL),
        List.of(
            new Reason(
                "sessions in " + Seen.duration(span),
                Integer.toString(calls.recent.size()),
                "fewer than " + LEAST_SESSIONS),
            new Reason(
                "how far gaps stray from their median",
                String.format(Locale.ROOT, "%.0f %%", 100 * evenness.gapSpread),
                String.format(Locale.ROOT, "over %.0f %%", 100 * MOST_UNEVENNESS)),
            new Reason(
                "how far sizes stray from " + Seen.bytes(evenness.bytes),
                String.format(Locale.ROOT, "%.0f %%", 100 * evenness.byteSpread),
                String.format(Locale.ROOT, "over %.0f %%", 100 * MOST_UNEVENNESS)),
            new Reason(
                "chance of gaps so even if sessions came at random",
                Seen.number(evenness.chance),
                "above " + Seen.number(MOST_CHANCE)),
            new Reason(
                "hosts seen to talk with this network",
                Integer.toString(popularity.hosts(flow.responder().address())),
                "a common service: at least " + POPULAR)),
        evidence,
        List.of(
            "which program calls, and what it says",
            "honest programs poll too: updates, monitoring, chat"));
  }

  @Override
  public long evicted() {
    return channels.evicted();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    channels.save(
        out,
        (to, channel) -> {
          Saved.writeAddress(to, channel.host);
          Saved.writeAddress(to, channel.outside);
          to.writeInt(channel.port);
        },
        (to, calls) -> {
          to.writeInt(calls.recent.size());
          for (Call call : calls.recent) {
            Saved.writeInstant(to, call.time);
            to.writeLong(call.bytes);
          }
          Saved.writeEvidence(to, calls.evidence);
        });
    popularity.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    channels.restore(
        in,
        from -> new Channel(Saved.readAddress(from), Saved.readAddress(from), from.readInt()),
        from -> {
          Calls calls = new Calls();
          int count = Saved.readCount(from, MOST_SESSIONS);
          for (int i = 0; i < count; i++) {
            calls.recent.addLast(new Call(Saved.readInstant(from), from.readLong()));
          }
          calls.evidence.addAll(Saved.readEvidence(from, MOST_EVIDENCE));
          return calls;
        });
    popularity.restore(in);
  }
}
