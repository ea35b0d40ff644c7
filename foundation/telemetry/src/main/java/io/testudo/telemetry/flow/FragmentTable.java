package io.testudo.telemetry.flow;

import io.testudo.telemetry.capture.Packet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ports of packets that came in fragments, by what their fragments have in common, so that
 * later fragments count to the flow of the first. Holds the newest {@link #MOST}.
 */
final class FragmentTable {

  /** How many fragmented packets are remembered. */
  static final int MOST = 4096;

  /** What the fragments of one packet have in common. */
  record Fragmented(
      int ipVersion,
      int protocol,
      int id,
      long sourceHigh,
      long sourceLow,
      long destinationHigh,
      long destinationLow)
      implements Comparable<Fragmented> {

    static Fragmented of(Packet p) {
      return new Fragmented(
          p.ipVersion(),
          p.protocol(),
          p.fragmentId(),
          p.sourceHigh(),
          p.sourceLow(),
          p.destinationHigh(),
          p.destinationLow());
    }

    @Override
    public int compareTo(Fragmented o) {
      int order = Integer.compare(id, o.id);
      order = order != 0 ? order : Long.compare(sourceLow, o.sourceLow);
      order = order != 0 ? order : Long.compare(destinationLow, o.destinationLow);
      order = order != 0 ? order : Long.compare(sourceHigh, o.sourceHigh);
      order = order != 0 ? order : Long.compare(destinationHigh, o.destinationHigh);
      order = order != 0 ? order : Integer.compare(protocol, o.protocol);
      return order != 0 ? order : Integer.compare(ipVersion, o.ipVersion);
    }
  }

  private final Map<Fragmented, Integer> ports = new LinkedHashMap<>();

  /** Remembers the ports of a first fragment. */
  void first(Packet p) {
    put(Fragmented.of(p), p.sourcePort() << 16 | p.destinationPort());
  }

  void put(Fragmented fragmented, int bothPorts) {
    ports.remove(fragmented);
    if (ports.size() >= MOST) {
      ports.remove(ports.keySet().iterator().next());
    }
    ports.put(fragmented, bothPorts);
  }

  /** Source port in the upper half and destination port in the lower, or null if not known. */
  @Nullable Integer portsOf(Packet p) {
    return ports.get(Fragmented.of(p));
  }

  /** What is remembered, oldest first. */
  Map<Fragmented, Integer> entries() {
    return ports;
  }
}
