package io.testudo.intrusion;

import io.testudo.intrusion.alert.SensorAlerts;
import io.testudo.intrusion.beacon.BeaconStatistic;
import io.testudo.intrusion.flood.FloodStatistic;
import io.testudo.intrusion.guessing.LogonStatistic;
import io.testudo.intrusion.guessing.SessionStatistic;
import io.testudo.intrusion.identity.IdentityLearning;
import io.testudo.intrusion.lan.LanStatistic;
import io.testudo.intrusion.outbound.OutboundStatistic;
import io.testudo.intrusion.packet.PacketRules;
import io.testudo.intrusion.raising.FindingWindows;
import io.testudo.intrusion.raising.Statistic;
import io.testudo.intrusion.reach.NewWayStatistic;
import io.testudo.intrusion.record.OwnAddresses;
import io.testudo.intrusion.rule.RuleMatches;
import io.testudo.intrusion.scan.ScanStatistic;
import io.testudo.intrusion.state.EventClock;
import io.testudo.intrusion.tls.CertificateStatistic;
import io.testudo.suricata.RuleSet;
import io.testudo.telemetry.capture.Packet;
import io.testudo.telemetry.zeek.MessageRecord;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.Message;
import io.testudo.vocabulary.fact.Fact;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Detection over the events and packets of one source: Sigma rules, Suricata rules, other sensors'
 * alerts, and statistics.
 *
 * <p>Deterministic: the same events in the same order give the same facts, wherever the stream is
 * cut by {@link #save} and {@link #restore}. Single-threaded: one instance per source. Time is the
 * events' own; memory is bounded whatever comes. What Suricata rules follow of connections that are
 * open at a {@link #save} is not saved: they are joined under way after a {@link #restore}.
 */
public final class Intrusion {

  private static final int MAGIC = 0x54494E54;
  private static final int VERSION = 5;

  /** How many statistics a state of each earlier version holds. */
  private static final List<Integer> STATISTICS_OF_VERSION = List.of(8, 9, 10, 10);

  private static final int LAST_VERSION_WITH_LATEST_TIME = 3;
  private static final int FIRST_VERSION_WITH_STATED_MATCHES = 5;
  private static final int MOST_WINDOWS = 65_536;

  private final EventClock clock;
  private final FindingWindows windows;
  private final OwnAddresses addresses;
  private final RuleMatches rules;
  private final @Nullable PacketRules packetRules;
  private final List<Statistic> statistics;
  private long observed;
  private long late;
  private long ahead;

  /**
   * Detection for one source.
   *
   * @param source the source's name, which becomes part of its findings' identity
   * @param config what the operator set
   * @param rules the Sigma and Suricata rules
   */
  public Intrusion(String source, IntrusionConfig config, Rules rules) {
    this.clock = new EventClock(config.lateness(), config.mostStep());
    this.windows = new FindingWindows(source, config.findingWindow(), MOST_WINDOWS);
    this.addresses = new OwnAddresses(config.mostEntities());
    this.rules = new RuleMatches(rules.set(), addresses);
    RuleSet ofPackets = rules.packets();
    this.packetRules = ofPackets == null ? null : new PacketRules(ofPackets, windows);
    this.statistics =
        List.of(
            new ScanStatistic(config),
            new LogonStatistic(config),
            new SessionStatistic(config),
            new OutboundStatistic(config),
            new BeaconStatistic(config),
            new NewWayStatistic(config),
            new LanStatistic(config),
            new CertificateStatistic(config),
            new IdentityLearning(config.mostEntities()),
            new FloodStatistic(config));
  }

  /**
   * Takes the event in. A finding is told at the first match of its window; that it repeated, when
   * the window has passed. Matches that correlations take are told one by one, for {@link
   * Correlations}.
   */
  public void observe(Event observedEvent, Consumer<Fact> facts) {
    observed++;
    // What packets say of a protocol is read as the Zeek log of that protocol.
    Event event =
        observedEvent instanceof Message message ? MessageRecord.of(message) : observedEvent;
    EventClock.Order order = clock.admit(event);
    if (order == EventClock.Order.ON_TIME) {
      windows.closeBefore(clock.settled(), facts);
    }
    if (event instanceof LogRecord log) {
      addresses.learn(log);
      rules.observe(log, clock.now(), windows, facts);
      SensorAlerts.observe(log, windows, facts);
    }
    switch (order) {
      case ON_TIME -> {
        for (Statistic statistic : statistics) {
          statistic.observe(event, windows, facts);
        }
      }
      case LATE -> late++;
      case AHEAD -> ahead++;
    }
  }

  /** Shows a packet to the Suricata rules, if there are any. */
  public void observe(Packet packet, Consumer<Fact> facts) {
    PacketRules matching = packetRules;
    if (matching != null) {
      matching.observe(packet, facts);
    }
  }

  /** The source has fallen silent: connections are over, and what that settles is told. */
  public void settle(Consumer<Fact> facts) {
    PacketRules matching = packetRules;
    if (matching != null) {
      matching.settle(facts);
    }
  }

  /** The source has ended: closes all windows. */
  public void finish(Consumer<Fact> facts) {
    settle(facts);
    windows.closeAll(facts);
  }

  /** How detection fares. */
  public IntrusionCounts counts() {
    return new IntrusionCounts(
        observed,
        late,
        ahead,
        statistics.stream().mapToLong(Statistic::evicted).sum(),
        windows.closedEarly(),
        windows.size(),
        rules.shed());
  }

  /** Writes everything that is remembered, as one versioned record. */
  public void save(DataOutput out) throws IOException {
    out.writeInt(MAGIC);
    out.writeInt(VERSION);
    out.writeLong(observed);
    out.writeLong(late);
    out.writeLong(ahead);
    clock.save(out);
    windows.save(out);
    addresses.save(out);
    for (Statistic statistic : statistics) {
      statistic.save(out);
      out.writeInt(MAGIC);
    }
    rules.save(out);
  }

  /**
   * Takes over what {@link #save} wrote, under the same configuration. After an exception this
   * instance must not be used.
   *
   * @throws MalformedStateException if the bytes are no such record
   */
  public void restore(DataInput in) throws IOException {
    expect(in, MAGIC, "beginning");
    int version = in.readInt();
    if (version < 1 || version > VERSION) {
      throw new MalformedStateException(
          "version (" + version + ") of a saved detection state must be 1.." + VERSION);
    }
    observed = in.readLong();
    late = in.readLong();
    ahead = in.readLong();
    if (version <= LAST_VERSION_WITH_LATEST_TIME) {
      clock.restoreLatest(in);
    } else {
      clock.restore(in);
    }
    windows.restore(in);
    addresses.restore(in);
    int known = version < VERSION ? STATISTICS_OF_VERSION.get(version - 1) : statistics.size();
    for (Statistic statistic : statistics.subList(0, known)) {
      statistic.restore(in);
      expect(in, MAGIC, "end of " + statistic.getClass().getSimpleName());
    }
    if (version >= FIRST_VERSION_WITH_STATED_MATCHES) {
      rules.restore(in);
    }
  }

  private static void expect(DataInput in, int expected, String what) throws IOException {
    int found = in.readInt();
    if (found != expected) {
      throw new MalformedStateException(
          what + " (" + found + ") of a saved detection state must be " + expected);
    }
  }
}
