package io.testudo.telemetry.pairing;

import io.testudo.telemetry.flow.IcmpTypes;
import io.testudo.telemetry.flow.ServerPorts;
import io.testudo.vocabulary.event.Endpoint;
import io.testudo.vocabulary.event.Flow;

/** Which end of a reported flow sent the first packet, as far as counts, flags and ports tell. */
final class Direction {

  private static final int SYN = 0x02;
  private static final int ACK = 0x10;
  private static final int FIRST_UNPRIVILEGED = 1024;

  private Direction() {}

  /** Whether a report without its other direction tells of what the responder sent. */
  static boolean isAnswer(int protocol, Endpoint source, Endpoint destination, int flags) {
    if (destination.address().isMulticast()) {
      return false;
    }
    if (IcmpTypes.isIcmp(protocol)) {
      return isIcmpAnswer(protocol, source.port());
    }
    if (protocol == Flow.TCP && flags > 0 && (flags & (SYN | ACK)) == SYN) {
      return false;
    }
    return isFromServer(source.port(), destination.port());
  }

  /** Whether of two directions the second is the originator's. */
  static boolean isSecondOriginator(HeldReport first, HeldReport second) {
    int protocol = first.key.protocol;
    if (IcmpTypes.isIcmp(protocol)) {
      return isIcmpAnswer(protocol, first.sourcePort);
    }
    if (protocol == Flow.TCP) {
      boolean firstOpens = (first.flags & SYN) != 0 && first.flags > 0;
      boolean secondOpens = (second.flags & SYN) != 0 && second.flags > 0;
      if (firstOpens != secondOpens) {
        return secondOpens;
      }
      if (firstOpens && first.startNanos != second.startNanos) {
        return second.startNanos < first.startNanos;
      }
    }
    boolean firstServes = isFromServer(first.sourcePort, second.sourcePort);
    boolean secondServes = isFromServer(second.sourcePort, first.sourcePort);
    return firstServes != secondServes ? firstServes : second.startNanos < first.startNanos;
  }

  private static boolean isIcmpAnswer(int protocol, int type) {
    return protocol == Flow.ICMP
        ? type == 0 || type == 14 || type == 16 || type == 18
        : type == 129 || type == 136 || type == 140;
  }

  private static boolean isFromServer(int source, int destination) {
    boolean listens = ServerPorts.contains(source);
    if (listens != ServerPorts.contains(destination)) {
      return listens;
    }
    return source < FIRST_UNPRIVILEGED && destination >= FIRST_UNPRIVILEGED;
  }
}
