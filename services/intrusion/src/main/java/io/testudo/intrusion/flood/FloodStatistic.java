package io.testudo.intrusion.flood;

import io.testudo.intrusion.IntrusionConfig;
import io.testudo.intrusion.attempt.Outcome;
import io.testudo.intrusion.raising.Draft;
import io.testudo.intrusion.raising.FindingWindows;
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
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Raises a finding where attempts at one port of one machine fail faster than any program that
 * waits between its tries: from one source, and from all sources together.
 *
 * <p>The statistic is an {@link Excess} over {@value #RATE_OF_ONE} failures a second by one source,
 * or {@value #RATE_OF_ALL} by all. A retrying client sends a lost SYN again after one second and
 * then ever more slowly, so that even a program that opens a few connections at once stays within
 * the rate. What exceeds it is a flood or a program without any back-off; flows alone do not tell
 * these apart, which the stated confidence says.
 *
 * <p>Blind to: floods that are answered (those of requests), floods over many ports, and floods by
 * packets of one flow.
 */
public final class FloodStatistic implements Statistic {

  private static final double RATE_OF_ONE = 2;
  private static final double RATE_OF_ALL = 100;
  private static final int MOST_OF_ONE = 500;
  private static final int MOST_OF_ALL = 5_000;
  private static final double EVEN_ODDS = 0.5;

  private static final Detector ONE = new Detector(Detector.Kind.STATISTIC, "flood", "1");
  private static final Detector ALL =
      new Detector(Detector.Kind.STATISTIC, "flood-distributed", "1");

  private record Door(IpAddress address, int port, int protocol) {}

  private record Stream(IpAddress source, Door door) {}

  private final BoundedTable<Stream, Excess> streams;
  private final BoundedTable<Door, Excess> doors;

  public FloodStatistic(IntrusionConfig config) {
    this.streams = new BoundedTable<>(2 * config.mostEntities());
    this.doors = new BoundedTable<>(config.mostEntities());
  }

  @Override
  public void observe(Event event, FindingWindows windows, Consumer<Fact> facts) {
    if (!(event instanceof Flow flow)
        || (flow.protocol() != Flow.TCP && flow.protocol() != Flow.UDP)
        || Outcome.of(flow) != Outcome.FAILED) {
      return;
    }
    Instant time = flow.time();
    Door door = new Door(flow.responder().address(), flow.responder().port(), flow.protocol());
    Excess ofOne = streams.get(new Stream(flow.originator().address(), door), key -> new Excess());
    if (ofOne.add(time, RATE_OF_ONE) > MOST_OF_ONE) {
      windows.match(
          ONE,
          Entity.of(flow.originator().address()),
          EventClock.timeOf(flow),
          () -> draft(flow, ofOne, flow.originator().address().toString(), RATE_OF_ONE),
          facts);
    }
    Excess ofAll = doors.get(door, key -> new Excess());
    if (ofAll.add(time, RATE_OF_ALL) > MOST_OF_ALL) {
      windows.match(
          ALL,
          Entity.of(door.address),
          EventClock.timeOf(flow),
          () -> draft(flow, ofAll, "Somebody", RATE_OF_ALL),
          facts);
    }
  }

  private static Draft draft(Flow flow, Excess excess, String who, double perSecond) {
    String door = Seen.protocol(flow.protocol()) + " port " + flow.responder().port();
    return new Draft(
        String.format(
            Locale.ROOT,
            "%s tried %s of %s %,d times in %s, all in vain",
            who,
            door,
            flow.responder().address(),
            excess.attempts(),
            Seen.between(excess.first(), flow.time())),
        Severity.MEDIUM,
        new Confidence(EVEN_ODDS, Confidence.Basis.STATED),
        excess.first().isBefore(flow.end()) ? excess.first() : flow.time(),
        flow.end(),
        List.of(
            new Involvement(Entity.of(flow.originator().address()), Role.ACTOR),
            new Involvement(Entity.of(flow.responder().address()), Role.TARGET)),
        List.of(new Technique("T1499")),
        List.of(Tactic.IMPACT),
        List.of(
            new Reason(
                "failed attempts in " + Seen.between(excess.first(), flow.time()),
                String.format(Locale.ROOT, "%,d", excess.attempts()),
                String.format(Locale.ROOT, "%.0f a second, as programs that wait do", perSecond))),
        List.of(Seen.evidence(flow)),
        List.of(
            "whether a program that never waits between its tries does it, or somebody on purpose",
            "whether the source's address is its own"));
  }

  @Override
  public long evicted() {
    return streams.evicted() + doors.evicted();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    streams.save(
        out,
        (to, stream) -> {
          Saved.writeAddress(to, stream.source);
          write(to, stream.door);
        },
        (to, excess) -> excess.save(to));
    doors.save(out, FloodStatistic::write, (to, excess) -> excess.save(to));
  }

  @Override
  public void restore(DataInput in) throws IOException {
    streams.restore(
        in, from -> new Stream(Saved.readAddress(from), readDoor(from)), Excess::restored);
    doors.restore(in, FloodStatistic::readDoor, Excess::restored);
  }

  private static void write(DataOutput out, Door door) throws IOException {
    Saved.writeAddress(out, door.address);
    out.writeInt(door.port);
    out.writeByte(door.protocol);
  }

  private static Door readDoor(DataInput in) throws IOException {
    return new Door(Saved.readAddress(in), in.readInt(), in.readUnsignedByte());
  }
}
