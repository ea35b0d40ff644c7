package io.testudo.suricata.flow;

import io.testudo.suricata.packet.Packet;
import io.testudo.suricata.protocol.Application;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The conversations that are open. One that was silent for too long ends, and when there are too
 * many, the one that was silent longest; whoever is told of an end sees it before it is forgotten.
 *
 * <p>For one thread.
 */
public final class FlowTable {
  private static final int SERVER_PORTS = 1_024;
  private static final long SILENCE_NANOS = 600_000_000_000L;

  private final Map<FlowKey, Flow> open = new LinkedHashMap<>(64, 0.75f, true);
  private final int most;
  private final boolean joinUnderWay;
  private final boolean useTags;
  private final Supplier<Application> applications;
  private final Consumer<Flow> ended;

  /**
   * An empty table.
   *
   * @param most how many conversations are kept
   * @param joinUnderWay whether TCP connections are followed whose opening was not seen
   * @param useTags whether the same ends with other VLAN tags are another conversation
   * @param applications makes what follows the protocol of a conversation
   * @param ended is told of every conversation that ends
   */
  public FlowTable(
      int most,
      boolean joinUnderWay,
      boolean useTags,
      Supplier<Application> applications,
      Consumer<Flow> ended) {
    this.most = most;
    this.joinUnderWay = joinUnderWay;
    this.useTags = useTags;
    this.applications = applications;
    this.ended = ended;
  }

  /** The conversation that a packet belongs to, with the packet counted; null if it has none. */
  public @Nullable Flow flowOf(Packet p) {
    boolean conversing = p.isTcp() || p.isUdp() || p.isIcmp() || p.isSctp();
    if (!conversing || p.isFragment()) {
      return null;
    }
    endSilent(p.timeNanos());
    FlowKey key = FlowKey.of(p, useTags);
    Flow flow = open.get(key);
    if (flow != null && isAnother(flow, p)) {
      open.remove(key);
      ended.accept(flow);
      flow = null;
    }
    if (flow == null) {
      flow = begin(key, p);
    }
    flow.count(p, flow.side(p));
    return flow;
  }

  private Flow begin(FlowKey key, Packet p) {
    boolean answersFirst = p.isTcp() && isAnswer(p);
    Flow flow = new Flow(key, p, answersFirst, applications.get());
    if (p.isTcp()) {
      openSession(flow, p);
    }
    if (open.size() >= most) {
      Flow oldest = open.values().iterator().next();
      open.remove(oldest.key());
      ended.accept(oldest);
    }
    open.put(key, flow);
    return flow;
  }

  /**
   * Whether the first packet that is seen of a connection comes from the one who did not open it.
   */
  private static boolean isAnswer(Packet p) {
    if ((p.tcpFlags() & Packet.SYN) != 0) {
      return (p.tcpFlags() & Packet.ACK) != 0;
    }
    return p.sourcePort() < SERVER_PORTS && p.destinationPort() >= SERVER_PORTS;
  }

  private void openSession(Flow flow, Packet p) {
    int flags = p.tcpFlags();
    boolean opening = (flags & Packet.SYN) != 0 && (flags & Packet.ACK) == 0;
    if (opening) {
      flow.open(new TcpSession());
    } else if (joinUnderWay && (flags & Packet.RST) == 0) {
      TcpSession session = new TcpSession();
      session.beginUnderWay(p, flow.side(p));
      flow.open(session);
    }
  }

  /** Whether a packet opens another conversation between the same ends. */
  private static boolean isAnother(Flow flow, Packet p) {
    if (!p.isTcp() || (p.tcpFlags() & (Packet.SYN | Packet.ACK | Packet.RST)) != Packet.SYN) {
      return false;
    }
    TcpSession session = flow.session();
    if (session == null) {
      return true;
    }
    return session.isClosed() || (session.isEstablished() && !session.isRepeatedOpening(p));
  }

  private void endSilent(long now) {
    while (!open.isEmpty()) {
      Flow oldest = open.values().iterator().next();
      if (now - oldest.lastNanos() < SILENCE_NANOS) {
        return;
      }
      open.remove(oldest.key());
      ended.accept(oldest);
    }
  }

  /** Ends all that are open, the one that was silent longest first. */
  public void endAll() {
    List<Flow> all = new ArrayList<>(open.values());
    open.clear();
    all.forEach(ended);
  }
}
