package io.testudo.suricata.rule;

import io.testudo.suricata.flow.Flow;
import io.testudo.suricata.packet.Packet;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.text.AddressSet;
import io.testudo.suricata.text.PortSet;
import org.jspecify.annotations.Nullable;

/** Who may send to whom. */
public record RuleHeader(
    AddressSet source,
    PortSet sourcePorts,
    AddressSet destination,
    PortSet destinationPorts,
    boolean eitherWay) {

  /** Whether the addresses and ports allow what is seen. */
  public boolean allows(Sight sight) {
    return oneWay(sight, source, sourcePorts, destination, destinationPorts)
        || (eitherWay && oneWay(sight, destination, destinationPorts, source, sourcePorts));
  }

  private static boolean oneWay(
      Sight sight, AddressSet from, PortSet fromPorts, AddressSet to, PortSet toPorts) {
    Packet p = sight.packet();
    if (p == null) {
      return ends(sight.flow(), sight.side(), from, fromPorts, to, toPorts);
    }
    if (!from.holds(p.sourceHigh(), p.sourceLow())
        || !to.holds(p.destinationHigh(), p.destinationLow())) {
      return p.ipVersion() == 0 && from.isAny() && to.isAny();
    }
    if (!p.isTcp() && !p.isUdp() && !p.isSctp()) {
      return fromPorts.isAny() && toPorts.isAny() || p.isIcmp();
    }
    return fromPorts.holds(p.sourcePort()) && toPorts.holds(p.destinationPort());
  }

  private static boolean ends(
      @Nullable Flow flow,
      Side side,
      AddressSet from,
      PortSet fromPorts,
      AddressSet to,
      PortSet toPorts) {
    if (flow == null) {
      return false;
    }
    Flow.Endpoint sender = flow.sender(side);
    Flow.Endpoint receiver = flow.sender(side.other());
    return from.holds(sender.high(), sender.low())
        && to.holds(receiver.high(), receiver.low())
        && fromPorts.holds(sender.port())
        && toPorts.holds(receiver.port());
  }

  /** Whether ports do not matter. */
  public boolean hasNoPorts() {
    return sourcePorts.isAny() && destinationPorts.isAny();
  }

  /** Whether it allows everything. */
  public boolean isAny() {
    return hasNoPorts() && source.isAny() && destination.isAny();
  }
}
