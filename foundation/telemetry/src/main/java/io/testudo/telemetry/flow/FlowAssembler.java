package io.testudo.telemetry.flow;

import io.testudo.telemetry.capture.Packet;
import io.testudo.telemetry.capture.PacketSink;
import io.testudo.telemetry.flow.OpenFlow.Phase;
import io.testudo.telemetry.service.DatagramService;
import io.testudo.telemetry.service.Services;
import io.testudo.telemetry.service.StreamService;
import io.testudo.telemetry.stream.ConversationCounts;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.Message;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins packets into bidirectional flows.
 *
 * <p>A flow is delivered when it was silent for as long as its phase allows, when a TCP opening
 * takes its ports (with another sequence number, or after it had ended), when it is older than
 * {@link FlowAssemblerConfig#mostAge} (it then goes on as a further flow), when too many are open
 * (the one that was silent longest goes, and is counted), and by {@link #flush}. The originator is
 * who sent the first packet; where that cannot be the opening, whoever of the two sends from a port
 * that servers listen on is taken for the responder. The state means what Zeek's {@code conn_state}
 * means.
 *
 * <p>Times may run backwards or jump: a flow ends no earlier than it began, gaps are never
 * negative, and silence is measured by a clock that no single packet moves (see {@link
 * EventClock}). A packet that comes to a flow after more silence than its phase allows begins a new
 * flow, whatever the clock says.
 *
 * <p>Fragments other than the first count to the flow of the first; where that is not known, to a
 * flow without ports. Checksums are not verified: machines that capture their own traffic record
 * wrong ones. Payload of TCP counts repeated bytes once (see {@link HalfFlow}). A tunnel is a flow,
 * and so is each conversation inside.
 *
 * <p>Deterministic: the same packets and configuration give the same flows in the same order, also
 * across {@link #save} and {@link #restore}. Used by one thread.
 */
public final class FlowAssembler implements PacketSink {

  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final long LEAST_SETBACK = Duration.ofHours(1).toNanos();

  /** So many packets may lie behind the clock until it believes their time. */
  private static final int UNSETTLED = 2;

  private static final Phase[] PHASES = Phase.values();

  private final FlowAssemblerConfig config;
  private final Consumer<Flow> sink;
  final Payloads payloads;
  private final long[] idleNanos;
  private final long ageNanos;
  private final boolean waitsForStragglers;

  final Map<FlowKey, OpenFlow> flows = new HashMap<>();
  final SilenceQueue[] queues = new SilenceQueue[PHASES.length];
  final EventClock clock;
  final FragmentTable fragments = new FragmentTable();
  private final FlowKey probe = new FlowKey();
  private long nextSweep = Long.MAX_VALUE;

  long observed;
  long ordinals;
  long packets;
  long delivered;
  long evicted;
  long aged;
  long orphanFragments;

  /**
   * An assembler without open flows.
   *
   * @param sink takes the flows, on the thread of {@link #packet}
   */
  public FlowAssembler(FlowAssemblerConfig config, Consumer<Flow> sink) {
    this(config, sink, null);
  }

  /**
   * An assembler without open flows.
   *
   * @param sink takes the flows, on the thread of {@link #packet}
   * @param messages takes what the flows' payload says, a flow's before the flow; null to look into
   *     none
   */
  public FlowAssembler(
      FlowAssemblerConfig config, Consumer<Flow> sink, @Nullable Consumer<Message> messages) {
    this.config = config;
    this.sink = sink;
    this.payloads = new Payloads(messages);
    this.idleNanos =
        new long[] {
          FlowAssemblerConfig.nanos(config.tcpAttemptIdle()),
          FlowAssemblerConfig.nanos(config.tcpIdle()),
          FlowAssemblerConfig.nanos(config.tcpLinger()),
          FlowAssemblerConfig.nanos(config.udpIdle()),
          FlowAssemblerConfig.nanos(config.icmpIdle()),
          FlowAssemblerConfig.nanos(config.otherIdle())
        };
    this.ageNanos = FlowAssemblerConfig.nanos(config.mostAge());
    this.waitsForStragglers = !config.tcpLinger().equals(FlowAssemblerConfig.NEVER);
    long setback = LEAST_SETBACK;
    for (long idle : idleNanos) {
      setback = idle == Long.MAX_VALUE ? setback : Math.max(setback, idle);
    }
    this.clock = new EventClock(setback);
    for (int i = 0; i < queues.length; i++) {
      queues[i] = new SilenceQueue();
    }
  }

  @Override
  public void packet(Packet p) {
    observed++;
    if (clock.observe(p.timeNanos())) {
      for (SilenceQueue queue : queues) {
        queue.setBack(clock.now());
      }
      nextSweep = clock.now();
    }
    if (clock.now() >= nextSweep) {
      sweep();
    }
    if (p.kind() == Packet.Kind.IP) {
      assemble(p);
    }
  }

  @Override
  public void carried(Packet p) {
    packet(p);
  }

  private void assemble(Packet p) {
    packets++;
    int sourcePort = p.sourcePort();
    int destinationPort = p.destinationPort();
    if (p.isFragment()) {
      if (p.isLaterFragment()) {
        Integer ports = fragments.portsOf(p);
        if (ports == null) {
          orphanFragments++;
        } else {
          sourcePort = ports >>> 16;
          destinationPort = ports & 0xFFFF;
        }
      } else {
        fragments.first(p);
      }
    }
    boolean sourceFirst = probe.set(p, sourcePort, destinationPort);
    OpenFlow flow = flows.get(probe);
    if (flow != null && isOver(flow, p, sourceFirst)) {
      deliver(flow);
      flow = null;
    }
    if (flow == null) {
      flow = open(p, sourceFirst, sourcePort, destinationPort);
    } else {
      queues[flow.phase.ordinal()].remove(flow);
      if (p.timeNanos() - flow.startNanos > ageNanos) {
        aged++;
        delivered++;
        sink.accept(flow.toFlow());
        flow.beginPart(p.source(), p.item(), p.number(), p.timeNanos());
      }
    }
    add(flow, p, sourceFirst == flow.originatorFirst);
    enqueue(flow);
  }

  /** Whether a packet of the same ends does not belong to the flow any more. */
  private boolean isOver(OpenFlow flow, Packet p, boolean sourceFirst) {
    if (p.timeNanos() - flow.lastNanos > idleNanos[flow.phase.ordinal()]) {
      return true;
    }
    boolean opening =
        p.protocol() == TCP
            && (p.tcpFlags() & (ConnectionState.SYN | ConnectionState.ACK)) == ConnectionState.SYN;
    if (!opening) {
      return false;
    }
    HalfFlow half = sourceFirst == flow.originatorFirst ? flow.originator : flow.responder;
    if (half.sequenced && half.startSequence != p.tcpSequence()) {
      return true;
    }
    // A repeated opening after the end is another attempt, and no straggler to wait for.
    return waitsForStragglers && ConnectionState.isEnded(flow);
  }

  private OpenFlow open(Packet p, boolean sourceFirst, int sourcePort, int destinationPort) {
    if (flows.size() >= config.mostFlows()) {
      evict();
    }
    OpenFlow flow =
        new OpenFlow(probe.copy(), ordinals++, p.source(), p.item(), p.number(), p.timeNanos());
    boolean flip = comesFromServer(p, sourcePort, destinationPort);
    flow.originatorFirst = sourceFirst != flip;
    flow.icmpCode = destinationPort;
    flows.put(flow.key, flow);
    return flow;
  }

  /** Whether the first packet seen is an answer, as far as ports can tell. */
  private static boolean comesFromServer(Packet p, int sourcePort, int destinationPort) {
    boolean toMany =
        p.ipVersion() == 4
            ? p.destinationLow() >>> 28 == 0xE || p.destinationLow() == 0xFFFF_FFFFL
            : p.destinationHigh() >>> 56 == 0xFF;
    if (toMany) {
      // Nobody answers from an address of many.
      return false;
    }
    if (p.protocol() == UDP) {
      return ServerPorts.contains(sourcePort) && !ServerPorts.contains(destinationPort);
    }
    int opening = p.tcpFlags() & (ConnectionState.SYN | ConnectionState.ACK);
    if (p.protocol() != TCP
        || opening == ConnectionState.SYN
        || !ServerPorts.contains(sourcePort)) {
      return false;
    }
    return !ServerPorts.contains(destinationPort)
        || ((opening & ConnectionState.SYN) == 0 && sourcePort < destinationPort);
  }

  private void add(OpenFlow flow, Packet p, boolean fromOriginator) {
    HalfFlow half = fromOriginator ? flow.originator : flow.responder;
    half.count(p, p.timeNanos());
    flow.lastNanos = Math.max(flow.lastNanos, p.timeNanos());
    if (p.isLaterFragment()) {
      half.payloadBytes += p.payloadBytes();
      return;
    }
    if (p.protocol() == TCP) {
      addSegment(flow, half, p, fromOriginator);
    } else {
      half.payloadBytes += p.payloadBytes();
      if (p.protocol() == UDP) {
        guess(flow, half, p);
        payloads.datagram(flow, p, fromOriginator);
      }
    }
  }

  private void addSegment(OpenFlow flow, HalfFlow half, Packet p, boolean fromOriginator) {
    int flags = p.tcpFlags();
    half.flags |= flags;
    boolean opens = (flags & ConnectionState.SYN) != 0;
    if (!half.sequenced || (opens && p.tcpSequence() != half.startSequence)) {
      half.beginSequence(opens ? p.tcpSequence() : p.tcpSequence() - 1);
    }
    HalfFlow other = fromOriginator ? flow.responder : flow.originator;
    if ((flags & ConnectionState.ACK) != 0 && !other.sequenced) {
      other.beginSequence(p.tcpAcknowledgement() - 1);
    }
    if (p.payloadBytes() > 0 && (flags & ConnectionState.RST) == 0) {
      half.countStream(opens ? p.tcpSequence() + 1 : p.tcpSequence(), p.payloadBytes());
      guess(flow, half, p);
    }
    payloads.segment(flow, p, fromOriginator);
    ConnectionState.observe(flow, fromOriginator, flags, p.tcpSequence(), p.payloadBytes());
  }

  private static void guess(OpenFlow flow, HalfFlow half, Packet p) {
    if (flow.service != Services.UNKNOWN || half.peeksLeft == 0) {
      return;
    }
    half.peeksLeft--;
    int serverPort = flow.originatorFirst ? flow.key.secondPort : flow.key.firstPort;
    flow.service =
        p.protocol() == TCP
            ? StreamService.guess(p, serverPort)
            : DatagramService.guess(p, serverPort);
  }

  private static Phase phaseOf(OpenFlow flow) {
    return switch (flow.key.protocol) {
      case TCP -> {
        if (ConnectionState.isEnded(flow)) {
          yield Phase.TCP_ENDED;
        }
        boolean unanswered =
            flow.responder.state == TcpState.INACTIVE
                && (flow.originator.state == TcpState.SYN_SENT
                    || flow.originator.state == TcpState.SYN_ACK_SENT);
        yield unanswered ? Phase.TCP_ATTEMPT : Phase.TCP;
      }
      case UDP -> Phase.UDP;
      default -> IcmpTypes.isIcmp(flow.key.protocol) ? Phase.ICMP : Phase.OTHER;
    };
  }

  /** Puts a flow that was active now where its silence will be noticed. */
  private void enqueue(OpenFlow flow) {
    flow.phase = phaseOf(flow);
    flow.activeNanos = clock.now();
    flow.touched = observed;
    int phase = flow.phase.ordinal();
    queues[phase].add(flow);
    nextSweep = Math.min(nextSweep, after(flow.activeNanos, idleNanos[phase]));
  }

  /** The first instant at which the idle time has passed; never, if it is off. */
  private static long after(long active, long idle) {
    return idle == Long.MAX_VALUE ? Long.MAX_VALUE : active + idle + 1;
  }

  private void sweep() {
    nextSweep = Long.MAX_VALUE;
    for (int phase = 0; phase < queues.length; phase++) {
      OpenFlow longest = queues[phase].longest();
      while (longest != null && after(longest.activeNanos, idleNanos[phase]) <= clock.now()) {
        if (observed - longest.touched <= UNSETTLED) {
          // The clock moved because of it: it was not silent.
          queues[phase].remove(longest);
          longest.activeNanos = clock.now();
          queues[phase].add(longest);
        } else {
          deliver(longest);
        }
        longest = queues[phase].longest();
      }
      if (longest != null) {
        nextSweep = Math.min(nextSweep, after(longest.activeNanos, idleNanos[phase]));
      }
    }
  }

  private void evict() {
    OpenFlow oldest = null;
    for (SilenceQueue queue : queues) {
      OpenFlow longest = queue.longest();
      if (longest != null && (oldest == null || longest.activeNanos < oldest.activeNanos)) {
        oldest = longest;
      }
    }
    if (oldest != null) {
      evicted++;
      deliver(oldest);
    }
  }

  private void deliver(OpenFlow flow) {
    flows.remove(flow.key);
    queues[flow.phase.ordinal()].remove(flow);
    delivered++;
    payloads.end(flow);
    sink.accept(flow.toFlow());
  }

  /** Delivers every open flow, in the order of their first packets: the source has ended. */
  public void flush() {
    List<OpenFlow> open = new ArrayList<>(flows.values());
    open.sort(Comparator.comparingLong(flow -> flow.ordinal));
    open.forEach(this::deliver);
  }

  /** How many flows are open. */
  public int openFlows() {
    return flows.size();
  }

  /** What could not be read of the flows' payload. */
  public ConversationCounts conversationCounts() {
    return payloads.counts();
  }

  /** What was done so far. */
  public FlowCounts counts() {
    return new FlowCounts(packets, delivered, evicted, aged, orphanFragments);
  }

  /**
   * Writes the whole state, so that {@link #restore} can go on from here.
   *
   * @throws IOException if {@code out} throws it
   */
  public void save(DataOutput out) throws IOException {
    AssemblerState.write(this, out);
  }

  /**
   * An assembler in the state that {@link #save} wrote.
   *
   * @param config may differ from the one that was in force then
   * @throws IOException if {@code in} throws it, or holds no state that {@link #save} writes
   */
  public static FlowAssembler restore(
      DataInput in,
      FlowAssemblerConfig config,
      Consumer<Flow> sink,
      @Nullable Consumer<Message> messages)
      throws IOException {
    FlowAssembler assembler = new FlowAssembler(config, sink, messages);
    AssemblerState.read(assembler, in);
    return assembler;
  }

  /** Takes a flow that was open when the state was saved; called in the order of silence. */
  void restore(OpenFlow flow) {
    flows.put(flow.key, flow);
    queues[flow.phase.ordinal()].add(flow);
    nextSweep = clock.now();
  }

  /** The open flows of a phase, from the one that was silent longest. */
  @Nullable OpenFlow longestSilent(Phase phase) {
    return queues[phase.ordinal()].longest();
  }
}
