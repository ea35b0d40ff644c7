package io.testudo.telemetry.pairing;

import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.Origin;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins the two directions of a conversation, which exporters report one by one, to one flow.
 *
 * <p>A report waits until one of the same exporter with the ends exchanged comes whose time
 * overlaps with its own or lies within {@link PairingConfig#mostGap}; after {@link
 * PairingConfig#window}, when too many wait, and by {@link #flush} it goes out alone. A report that
 * counts both ways goes out at once.
 *
 * <p>Guarantees: every report becomes part of exactly one flow; no count is lost or made up; the
 * same reports give the same flows in the same order, also across {@link #save} and {@link
 * #restore}. Used by one thread.
 */
public final class FlowPairing {

  private static final long SETBACK_NANOS = 3_600_000_000_000L;

  /** So many pieces of one conversation wait; long flows are reported piece by piece. */
  private static final int MOST_OF_ONE = 4;

  private final PairingConfig config;
  private final long windowNanos;
  private final long gapNanos;
  private final PairedFlows flows;
  private final Map<PairKey, HeldReport> waiting = new HashMap<>();
  private final PairKey probe = new PairKey();
  private @Nullable HeldReport longest;
  private @Nullable HeldReport shortest;
  private int held;
  private long now = Long.MIN_VALUE;

  private long reports;
  private long paired;
  private long alone;
  private long evicted;

  /**
   * A pairing without reports that wait.
   *
   * @param sink takes the flows, on the thread of {@link #report}
   */
  public FlowPairing(PairingConfig config, Consumer<Flow> sink) {
    this.config = config;
    this.windowNanos = config.window().toNanos();
    this.gapNanos = config.mostGap().toNanos();
    this.flows = new PairedFlows(sink);
  }

  /**
   * Takes a report.
   *
   * @param origin where it was read
   * @param exporter who reported, see {@link io.testudo.vocabulary.event.FlowExport#exporter}
   * @param domain its observation domain
   * @param clockNanos when it was received, or as near to that as is known
   * @param report read during the call only; it names addresses
   */
  public void report(
      Origin origin, String exporter, long domain, long clockNanos, ReportedFlow report) {
    reports++;
    boolean sourceFirst = probe.set(exporter, domain, report);
    advance(clockNanos);
    if (report.countsBothWays) {
      flows.whole(new HeldReport(probe.copy(), sourceFirst, origin, now, report), report);
      return;
    }
    HeldReport first = waiting.get(probe);
    for (HeldReport other = first; other != null; other = other.sameKey) {
      if (other.sourceFirst != sourceFirst && isNear(other, report)) {
        remove(other);
        paired += 2;
        flows.pair(other, new HeldReport(other.key, sourceFirst, origin, now, report));
        return;
      }
    }
    hold(
        new HeldReport(first == null ? probe.copy() : first.key, sourceFirst, origin, now, report));
  }

  /** Whether the two may be directions of one conversation, by their times. */
  private boolean isNear(HeldReport other, ReportedFlow report) {
    return report.startNanos - gapNanos <= other.endNanos
        && other.startNanos - gapNanos <= report.endNanos;
  }

  private void advance(long clockNanos) {
    if (clockNanos < now - SETBACK_NANOS) {
      flush();
      now = clockNanos;
    }
    now = Math.max(now, clockNanos);
    while (longest != null && now - longest.arrivedNanos > windowNanos) {
      release(longest);
    }
  }

  private void release(HeldReport report) {
    remove(report);
    alone++;
    flows.alone(report);
  }

  private void hold(HeldReport report) {
    if (held >= config.mostHeld() && longest != null) {
      evicted++;
      release(longest);
    }
    HeldReport first = waiting.get(report.key);
    int count = 0;
    for (HeldReport other = first; other != null; other = other.sameKey) {
      count++;
    }
    if (first != null && count >= MOST_OF_ONE) {
      release(first);
    }
    append(report);
  }

  /** Puts a report behind all others. */
  private void append(HeldReport report) {
    HeldReport last = waiting.get(report.key);
    if (last == null) {
      waiting.put(report.key, report);
    } else {
      while (last.sameKey != null) {
        last = last.sameKey;
      }
      last.sameKey = report;
    }
    report.earlier = shortest;
    if (shortest == null) {
      longest = report;
    } else {
      shortest.later = report;
    }
    shortest = report;
    held++;
  }

  private void remove(HeldReport report) {
    HeldReport first = waiting.get(report.key);
    if (first == report) {
      if (report.sameKey == null) {
        waiting.remove(report.key);
      } else {
        waiting.put(report.key, report.sameKey);
      }
    } else {
      while (first != null && first.sameKey != report) {
        first = first.sameKey;
      }
      if (first != null) {
        first.sameKey = report.sameKey;
      }
    }
    report.sameKey = null;
    if (report.earlier == null) {
      longest = report.later;
    } else {
      report.earlier.later = report.later;
    }
    if (report.later == null) {
      shortest = report.earlier;
    } else {
      report.later.earlier = report.earlier;
    }
    report.earlier = null;
    report.later = null;
    held--;
  }

  /** Lets all that wait go out alone, in the order in which they came. */
  public void flush() {
    while (longest != null) {
      release(longest);
    }
  }

  /** What was done so far. */
  public PairingCounts counts() {
    return new PairingCounts(reports, paired, alone, evicted, held);
  }

  /** Writes what waits, in the form that {@code docs/formats/flow-export-state.md} describes. */
  public void save(DataOutput out) throws IOException {
    out.writeLong(now);
    out.writeLong(reports);
    out.writeLong(paired);
    out.writeLong(alone);
    out.writeLong(evicted);
    flows.save(out);
    out.writeInt(held);
    for (HeldReport report = longest; report != null; report = report.later) {
      HeldReports.write(report, out);
    }
  }

  /**
   * A pairing in the state that {@link #save} wrote.
   *
   * @throws IOException if {@code in} throws it, or holds no such state
   */
  public static FlowPairing restore(DataInput in, PairingConfig config, Consumer<Flow> sink)
      throws IOException {
    FlowPairing pairing = new FlowPairing(config, sink);
    pairing.now = in.readLong();
    pairing.reports = in.readLong();
    pairing.paired = in.readLong();
    pairing.alone = in.readLong();
    pairing.evicted = in.readLong();
    pairing.flows.restore(in);
    int count = in.readInt();
    if (count < 0 || count > 4_000_000) {
      throw new IOException("count (" + count + ") of held reports must be in 0..4000000");
    }
    for (int i = 0; i < count; i++) {
      pairing.append(HeldReports.read(in));
    }
    return pairing;
  }
}
