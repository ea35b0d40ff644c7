package io.testudo.suricata.flow;

import io.testudo.suricata.packet.Packet;
import java.util.List;

/**
 * The two ends of a conversation, the same for either direction: the lower end comes first.
 *
 * @param place the tags and tunnels that the conversation is within
 */
record FlowKey(
    int protocol,
    long firstHigh,
    long firstLow,
    int firstPort,
    long secondHigh,
    long secondLow,
    int secondPort,
    List<Integer> place) {

  static FlowKey of(Packet p, boolean useTags) {
    boolean ported = p.isTcp() || p.isUdp() || p.isSctp();
    int source = ported ? p.sourcePort() : 0;
    int destination = ported ? p.destinationPort() : 0;
    List<Integer> place = useTags ? place(p) : List.of(p.depth());
    if (isFirst(p, source, destination)) {
      return new FlowKey(
          p.protocol(),
          p.sourceHigh(),
          p.sourceLow(),
          source,
          p.destinationHigh(),
          p.destinationLow(),
          destination,
          place);
    }
    return new FlowKey(
        p.protocol(),
        p.destinationHigh(),
        p.destinationLow(),
        destination,
        p.sourceHigh(),
        p.sourceLow(),
        source,
        place);
  }

  private static List<Integer> place(Packet p) {
    if (p.vlans().isEmpty()) {
      return List.of(p.depth());
    }
    List<Integer> place = new java.util.ArrayList<>(p.vlans());
    place.add(p.depth());
    return List.copyOf(place);
  }

  private static boolean isFirst(Packet p, int source, int destination) {
    int order = Long.compareUnsigned(p.sourceHigh(), p.destinationHigh());
    order = order != 0 ? order : Long.compareUnsigned(p.sourceLow(), p.destinationLow());
    return order < 0 || (order == 0 && source <= destination);
  }
}
