package io.testudo.suricata.flow;

import io.testudo.suricata.packet.Packet;
import io.testudo.suricata.protocol.Application;
import io.testudo.suricata.protocol.Side;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One conversation between two ends, and what rules remember of it. */
public final class Flow {
  /** More bits, and more counters, than this are not kept. */
  public static final int MOST_NAMES = 256;

  private final FlowKey key;
  private final Endpoint client;
  private final Endpoint server;
  private final int protocol;
  private final long startNanos;
  private final long[] packets = new long[2];
  private final long[] bytes = new long[2];
  private final Set<String> bits = new HashSet<>(4);
  private final Map<String, Long> counters = new HashMap<>(2);
  private final Map<Integer, Long> heldInPackets = new HashMap<>(0);
  private final Application application;
  private @Nullable TcpSession session;
  private long lastNanos;
  private boolean isPassed;
  private boolean isDropped;

  /** One end. */
  public record Endpoint(long high, long low, int port, String address) {}

  Flow(FlowKey key, Packet first, boolean isReversed, Application application) {
    Endpoint source =
        new Endpoint(first.sourceHigh(), first.sourceLow(), first.sourcePort(), first.source());
    Endpoint destination =
        new Endpoint(
            first.destinationHigh(),
            first.destinationLow(),
            first.destinationPort(),
            first.destination());
    this.key = key;
    this.client = isReversed ? destination : source;
    this.server = isReversed ? source : destination;
    this.protocol = first.protocol();
    this.startNanos = first.timeNanos();
    this.application = application;
  }

  /** What tells this conversation from others that are open. */
  public Object identity() {
    return key;
  }

  FlowKey key() {
    return key;
  }

  /** Which side sends a packet. */
  public Side side(Packet p) {
    boolean fromClient =
        p.sourceHigh() == client.high
            && p.sourceLow() == client.low
            && (p.isIcmp() || p.sourcePort() == client.port);
    return fromClient ? Side.TO_SERVER : Side.TO_CLIENT;
  }

  void count(Packet p, Side side) {
    packets[side.ordinal()]++;
    bytes[side.ordinal()] += p.wireLength();
    lastNanos = Math.max(lastNanos, p.timeNanos());
  }

  public Endpoint client() {
    return client;
  }

  public Endpoint server() {
    return server;
  }

  /** Who sends to a side. */
  public Endpoint sender(Side side) {
    return side == Side.TO_SERVER ? client : server;
  }

  public int protocol() {
    return protocol;
  }

  /** How many packets a side sent. */
  public long packets(Side side) {
    return packets[side.ordinal()];
  }

  /** How many bytes of IP and link layer a side sent. */
  public long bytes(Side side) {
    return bytes[side.ordinal()];
  }

  /** Seconds from the first packet to a time. */
  public long ageSeconds(long nanos) {
    return Math.max(0, nanos - startNanos) / 1_000_000_000L;
  }

  public long lastNanos() {
    return lastNanos;
  }

  /** Whether both sides have spoken, for TCP whether it was opened in full. */
  public boolean isEstablished() {
    TcpSession tcp = session;
    return tcp == null ? packets[0] > 0 && packets[1] > 0 : tcp.isEstablished();
  }

  /** The TCP session, or null if it is none or was begun unseen. */
  public @Nullable TcpSession session() {
    return session;
  }

  void open(TcpSession tcp) {
    session = tcp;
  }

  public Application application() {
    return application;
  }

  /** The bits that rules have set. */
  public Set<String> bits() {
    return bits;
  }

  /** Sets a bit, unless there are too many. */
  public void setBit(String name) {
    if (bits.size() < MOST_NAMES) {
      bits.add(name);
    }
  }

  /** A counter that rules keep, or null if it was never set. */
  public @Nullable Long counter(String name) {
    return counters.get(name);
  }

  /** Sets a counter, unless there are too many. */
  public void setCounter(String name, long value) {
    if (counters.size() < MOST_NAMES || counters.containsKey(name)) {
      counters.put(name, value);
    }
  }

  /** Notes that a rule held for a packet, so that it does not for the same octets of the stream. */
  public void heldInPacket(int rule, Side side, long end) {
    if (heldInPackets.size() < MOST_NAMES) {
      heldInPackets.put(2 * rule + side.ordinal(), end);
    }
  }

  /** The offset of the stream up to which a rule held for packets. */
  public long heldInPacket(int rule, Side side) {
    return heldInPackets.getOrDefault(2 * rule + side.ordinal(), -1L);
  }

  /** Whether a rule said that the conversation is to be left alone. */
  public boolean isPassed() {
    return isPassed;
  }

  public void pass() {
    isPassed = true;
  }

  /** Whether a rule said that the conversation is to be stopped, where rules may. */
  public boolean isDropped() {
    return isDropped;
  }

  public void drop() {
    isDropped = true;
  }
}
