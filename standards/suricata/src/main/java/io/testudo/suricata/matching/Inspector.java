package io.testudo.suricata.matching;

import io.testudo.suricata.flow.Flow;
import io.testudo.suricata.flow.FlowTable;
import io.testudo.suricata.flow.TcpSession;
import io.testudo.suricata.flow.TcpStream;
import io.testudo.suricata.packet.Checksums;
import io.testudo.suricata.packet.Defragmenter;
import io.testudo.suricata.packet.Packet;
import io.testudo.suricata.packet.PacketDecoder;
import io.testudo.suricata.protocol.Application;
import io.testudo.suricata.protocol.DissectorFactory;
import io.testudo.suricata.protocol.Ports;
import io.testudo.suricata.protocol.ProtocolGuess;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.rule.CompiledRule;
import io.testudo.suricata.rule.Effect;
import io.testudo.suricata.rule.Memory;
import io.testudo.suricata.rule.RuleFacts.Action;
import io.testudo.suricata.rule.Sight;
import java.util.BitSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows traffic packet by packet and asks the rules about it.
 *
 * <p>A stream's octets reach dissectors and rules when the other side has acknowledged them, as an
 * observer must who cannot know whether a packet arrives; a gateway takes them as they come. Rules
 * look at a stream when a message has advanced, when {@value #CHUNK} octets wait, and at its end.
 *
 * <p>For one thread; memory is bounded by the tables that it holds.
 */
public final class Inspector {
  private static final int CHUNK = 2_560;
  private static final Set<String> PROMPT =
      Set.of("http1", "http2", "tls", "ssh", "smtp", "ftp", "dcerpc", "smb");
  private static final byte[] NOTHING = {};

  private final RuleIndex index;
  private final Settings settings;
  private final HitSink sink;
  private final RuleMatcher matcher = new RuleMatcher();
  private final Thresholds thresholds = new Thresholds();
  private final Memory memory = new Memory();
  private final PacketDecoder decoder = new PacketDecoder();
  private final Defragmenter defragmenter = new Defragmenter();
  private final FlowTable flows;
  private long packets;
  private long lastNanos;

  /** How traffic is followed. */
  public record Settings(
      boolean joinUnderWay, boolean isGateway, boolean checkSums, boolean useTags, int mostFlows) {}

  /** Is told of every rule that holds. */
  @FunctionalInterface
  public interface HitSink {
    /** A rule holds for what is seen, and for a message where it is about one. */
    void hit(CompiledRule rule, Sight sight, @Nullable Transaction message);
  }

  /** Follows traffic from its first packet on. */
  public Inspector(
      RuleIndexed rules, DissectorFactory dissectors, Settings settings, HitSink sink) {
    this.index = rules.index();
    this.settings = settings;
    this.sink = sink;
    this.flows =
        new FlowTable(
            settings.mostFlows(),
            settings.joinUnderWay(),
            settings.useTags(),
            () -> new Application(new ProtocolGuess(), dissectors),
            this::end);
  }

  /** How many questions to rules were given up because they would have cost too much. */
  public long cutShort() {
    return matcher.cutShort();
  }

  /** Looks at one frame. */
  public void frame(int linkType, byte[] bytes, int from, int to, long timeNanos) {
    packets++;
    lastNanos = Math.max(lastNanos, timeNanos);
    for (Packet packet : decoder.decode(linkType, bytes, from, to, packets, timeNanos)) {
      packet(packet);
    }
  }

  private void packet(Packet p) {
    if (p.isFragment()) {
      byte[] whole = defragmenter.add(p);
      inspect(sight(p, null, Side.TO_SERVER, NOTHING, 0, false, false, true));
      if (whole.length > 0) {
        decoder.decodeWhole(whole, p).forEach(this::packet);
      }
      return;
    }
    Flow flow = flows.flowOf(p);
    if (flow == null) {
      inspect(sight(p, null, Side.TO_SERVER, NOTHING, 0, false, false, true));
      return;
    }
    if (flow.isDropped() || flow.isPassed()) {
      return;
    }
    Side side = flow.side(p);
    boolean inStream = follow(p, flow, side);
    boolean first = flow.packets(side) == 1;
    look(p, flow, side, inStream, first);
  }

  /** Takes the packet's payload into its stream or message; whether it is part of a stream. */
  private boolean follow(Packet p, Flow flow, Side side) {
    TcpSession session = flow.session();
    Ports ports = new Ports(flow.client().port(), flow.server().port());
    if (session == null) {
      if (p.isUdp() && p.payloadLength() > 0) {
        byte[] payload = java.util.Arrays.copyOfRange(p.bytes(), p.payloadStart(), p.payloadEnd());
        flow.application().datagram(side, payload, ports);
      }
      return false;
    }
    if (settings.checkSums() && !Checksums.isTransportRight(p)) {
      return false;
    }
    boolean added = session.add(p, side);
    if (settings.isGateway()) {
      feed(flow, session.stream(side), side, ports, session.stream(side).end());
    }
    TcpStream answered = session.stream(side.other());
    feed(flow, answered, side.other(), ports, answered.acknowledged());
    return added;
  }

  private static void feed(Flow flow, TcpStream stream, Side side, Ports ports, long upTo) {
    if (stream.start() > stream.read()) {
      flow.application().lost(side);
      stream.readTo(stream.start());
    }
    long to = Math.min(upTo, stream.end());
    if (to > stream.read()) {
      flow.application().stream(side, stream.copy(stream.read(), to), ports);
      stream.readTo(to);
    }
  }

  private void look(Packet p, Flow flow, Side side, boolean inStream, boolean first) {
    TcpSession session = flow.session();
    boolean decided = flow.application().takeDecision(side);
    byte[] window = NOTHING;
    int newFrom = 0;
    if (session != null) {
      TcpStream stream = session.stream(side);
      long ready = settings.isGateway() ? stream.end() : Math.min(stream.read(), stream.end());
      boolean due =
          settings.isGateway()
              || ready - stream.inspected() >= CHUNK
              || (PROMPT.contains(flow.application().protocol()) && hasNews(flow, side))
              || session.isClosed()
              || flow.application().isUnknown();
      if (due && ready > stream.inspected()) {
        long from =
            settings.isGateway()
                ? Math.max(stream.start(), stream.inspected() - CHUNK)
                : stream.inspected();
        window = stream.copy(from, ready);
        newFrom = (int) Math.max(0, stream.inspected() - Math.max(from, stream.start()));
        stream.inspectTo(ready);
      }
    }
    inspect(sight(p, flow, side, window, newFrom, inStream, decided, first));
    settle(flow, side);
  }

  private static boolean hasNews(Flow flow, Side side) {
    for (Transaction t : flow.application().transactions()) {
      if (t.hasNews(side)) {
        return true;
      }
    }
    return false;
  }

  private static void settle(Flow flow, Side side) {
    for (Transaction t : flow.application().transactions()) {
      t.markInspected(side);
    }
    flow.application().forgetDone();
  }

  private Sight sight(
      @Nullable Packet p,
      @Nullable Flow flow,
      Side side,
      byte[] window,
      int newFrom,
      boolean inStream,
      boolean decided,
      boolean first) {
    long nanos = p == null ? lastNanos : p.timeNanos();
    return new Sight(
        p, flow, side, packets, nanos, window, newFrom, inStream, decided, first, memory);
  }

  private void inspect(Sight sight) {
    BitSet candidates = index.candidates(sight);
    for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
      CompiledRule rule = index.rule(i);
      for (RuleMatcher.Hit hit : matcher.hits(rule, sight)) {
        if (!hold(rule, sight, hit)) {
          return;
        }
      }
    }
  }

  /** Acts on a rule that holds; whether other rules are to be asked still. */
  private boolean hold(CompiledRule rule, Sight sight, RuleMatcher.Hit hit) {
    boolean allowed = thresholds.allows(rule, sight);
    for (Effect effect : rule.effects()) {
      effect.apply(sight);
    }
    if (allowed && !rule.facts().isSilent()) {
      sink.hit(rule, sight, hit.message());
    }
    Action action = rule.facts().action();
    Flow flow = sight.flow();
    boolean whole = rule.kind() != CompiledRule.Kind.PACKET || !rule.applications().isEmpty();
    if (action == Action.PASS) {
      if (flow != null) {
        flow.pass();
      }
      return false;
    }
    if (flow != null && whole && action != Action.ALERT) {
      flow.drop();
    }
    return true;
  }

  /** The last octets and messages of a conversation, looked at when it is over. */
  private void end(Flow flow) {
    if (flow.isDropped() || flow.isPassed()) {
      return;
    }
    TcpSession session = flow.session();
    Ports ports = new Ports(flow.client().port(), flow.server().port());
    if (session != null) {
      for (Side side : Side.values()) {
        feed(flow, session.stream(side), side, ports, session.stream(side).end());
      }
    }
    flow.application().end();
    for (Side side : Side.values()) {
      endSide(flow, session, side);
    }
  }

  /** Looks at what waits behind holes, which nothing will fill any more. */
  private void behindHoles(Flow flow, TcpSession session, Side side) {
    TcpStream stream = session.stream(side);
    while (stream.hasHole()) {
      stream.giveUpHole();
      byte[] window = stream.copy(stream.start(), stream.end());
      stream.inspectTo(stream.end());
      inspect(sight(null, flow, side, window, 0, false, false, false));
    }
  }

  private void endSide(Flow flow, @Nullable TcpSession session, Side side) {
    byte[] window = NOTHING;
    if (session != null) {
      TcpStream stream = session.stream(side);
      window = stream.copy(stream.inspected(), stream.end());
      stream.inspectTo(stream.end());
    }
    boolean decided = flow.application().takeDecision(side);
    if (window.length > 0 || hasNews(flow, side) || decided) {
      inspect(sight(null, flow, side, window, 0, false, decided, false));
    }
    settle(flow, side);
    if (session != null) {
      behindHoles(flow, session, side);
    }
  }

  /** The traffic is over: every conversation ends. */
  public void finish() {
    flows.endAll();
  }
}
