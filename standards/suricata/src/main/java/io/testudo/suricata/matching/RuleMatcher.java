package io.testudo.suricata.matching;

import io.testudo.suricata.dataset.Lookup;
import io.testudo.suricata.flow.Flow;
import io.testudo.suricata.flow.TcpSession;
import io.testudo.suricata.flow.TcpStream;
import io.testudo.suricata.packet.Packet;
import io.testudo.suricata.packet.SctpChunks;
import io.testudo.suricata.payload.PayloadMatcher;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.rule.CompiledRule;
import io.testudo.suricata.rule.CompiledRule.Kind;
import io.testudo.suricata.rule.Look;
import io.testudo.suricata.rule.Protocols;
import io.testudo.suricata.rule.Sides;
import io.testudo.suricata.rule.Sight;
import io.testudo.suricata.rule.SightCheck;
import io.testudo.suricata.transform.Transform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks one rule about what is seen. For one thread. */
final class RuleMatcher {
  /** A look at SCTP's header sees that of the first chunk as well. */
  private static final int FIRST_CHUNK_HEADER = 4;

  private final PayloadMatcher payload = new PayloadMatcher();

  /** One time that a rule held; the message where it is about one. */
  record Hit(@Nullable Transaction message) {
    static final Hit BARE = new Hit(null);
  }

  long cutShort() {
    return payload.cutShort();
  }

  /** Every time that the rule holds now; mostly none, more than one only for several messages. */
  List<Hit> hits(CompiledRule rule, Sight sight) {
    if (!rule.sides().has(sight.side()) && sight.flow() != null
        || (rule.sides() != Sides.BOTH && sight.flow() == null)
        || !Protocols.fits(rule.protocol(), rule.meaning(), sight)
        || !rule.header().allows(sight)) {
      return List.of();
    }
    if (rule.kind() != Kind.MESSAGE && !speaks(rule, sight.flow())) {
      return List.of();
    }
    if (!isTime(rule, sight)) {
      return List.of();
    }
    for (SightCheck check : rule.checks()) {
      if (!check.test(sight)) {
        return List.of();
      }
    }
    return rule.kind() == Kind.MESSAGE ? messages(rule, sight) : bare(rule, sight);
  }

  private static boolean speaks(CompiledRule rule, @Nullable Flow flow) {
    return rule.applications().isEmpty()
        || (flow != null && rule.applications().contains(flow.application().protocol()));
  }

  private static boolean isTime(CompiledRule rule, Sight sight) {
    return switch (rule.kind()) {
      case ADDRESSES -> sight.packet() != null && sight.isFirst();
      case DECISION -> sight.isDecided();
      case PACKET -> sight.packet() != null;
      case STREAM, STREAM_AND_PACKET, MESSAGE -> true;
    };
  }

  private List<Hit> bare(CompiledRule rule, Sight sight) {
    boolean holds =
        switch (rule.kind()) {
          case STREAM -> inStream(rule, sight) || inPacket(rule, sight);
          case STREAM_AND_PACKET -> once(rule, sight);
          default -> looks(rule, sight, null);
        };
    return holds ? List.of(Hit.BARE) : List.of();
  }

  /** Whether the rule holds for a packet, or for octets of the stream for which it did not yet. */
  private boolean once(CompiledRule rule, Sight sight) {
    Flow flow = sight.flow();
    TcpSession session = flow == null ? null : flow.session();
    if (flow == null || session == null) {
      return inPacket(rule, sight);
    }
    TcpStream stream = session.stream(sight.side());
    if (inPacket(rule, sight)) {
      flow.heldInPacket(rule.order(), sight.side(), stream.end());
      return true;
    }
    return inStream(rule, sight)
        && stream.inspected() - sight.stream().length + payload.end()
            > flow.heldInPacket(rule.order(), sight.side());
  }

  private boolean inStream(CompiledRule rule, Sight sight) {
    byte[] stream = sight.stream();
    if (stream.length == 0) {
      return false;
    }
    for (Look look : rule.looks()) {
      if (look instanceof Look.AtPayload at
          && !octets(at.wanted(), sight, stream, 0, stream.length)) {
        return false;
      }
    }
    return payload.end() > sight.newFrom() || payload.end() == 0;
  }

  private boolean inPacket(CompiledRule rule, Sight sight) {
    Packet p = sight.packet();
    boolean open = !sight.isInStream() || rule.kind() == Kind.STREAM_AND_PACKET;
    return p != null
        && open
        && rule.meaning().scope() != Protocols.Scope.STREAM
        && looks(rule, sight, null);
  }

  private boolean looks(CompiledRule rule, Sight sight, @Nullable Transaction message) {
    for (Look look : rule.looks()) {
      boolean holds =
          switch (look) {
            case Look.AtPayload at -> atPayload(at, rule, sight);
            case Look.AtHeader at -> atHeader(at, sight);
            case Look.AtBuffer at -> message != null && atBuffer(at, rule, sight, message);
            case Look.AtNumber at -> message != null && atNumber(at, rule, sight, message);
            case Look.AtEvent at -> message != null && message.has(sight.side(), at.event());
          };
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  private boolean atPayload(Look.AtPayload at, CompiledRule rule, Sight sight) {
    byte[] stream = sight.stream();
    if (rule.kind() == Kind.MESSAGE
        && stream.length > 0
        && octets(at.wanted(), sight, stream, 0, stream.length)) {
      return true;
    }
    Packet p = sight.packet();
    return p != null
        && (p.payloadLength() > 0 || at.wanted().checks().isEmpty())
        && octets(at.wanted(), sight, p.bytes(), p.payloadStart(), p.payloadEnd());
  }

  private boolean atHeader(Look.AtHeader at, Sight sight) {
    Packet p = sight.packet();
    if (p == null) {
      return false;
    }
    if (at.header().equals("sctp.chunk_data")) {
      return SctpChunks.of(p).stream()
          .anyMatch(c -> octets(at.wanted(), sight, p.bytes(), c.from(), c.to()));
    }
    if (at.header().equals("ip.src") || at.header().equals("ip.dst")) {
      byte[] address = at.header().equals("ip.src") ? p.sourceOctets() : p.destinationOctets();
      return p.ipVersion() != 0 && octets(at.wanted(), sight, address, 0, address.length);
    }
    boolean there =
        switch (at.header()) {
          case "ipv4.hdr" -> p.ipVersion() == 4;
          case "ipv6.hdr" -> p.ipVersion() == 6;
          case "tcp.hdr" -> p.isTcp();
          case "udp.hdr" -> p.isUdp();
          case "icmpv4.hdr" -> p.isIcmp() && p.protocol() == 1;
          case "icmpv6.hdr" -> p.isIcmp() && p.protocol() == 58;
          default -> p.isSctp();
        };
    boolean network = at.header().startsWith("ip");
    int from = network ? p.ipStart() : p.transportStart();
    int to = network ? p.ipEnd() : p.payloadStart();
    if (p.isSctp() && !network) {
      to = Math.min(p.payloadEnd(), to + FIRST_CHUNK_HEADER);
    }
    return there && octets(at.wanted(), sight, p.bytes(), from, to);
  }

  private boolean octets(Look.Wanted wanted, Sight sight, byte[] octets, int from, int to) {
    if (wanted.transforms().isEmpty() && wanted.lookups().isEmpty()) {
      return payload.matches(wanted.checks(), octets, from, to);
    }
    byte[] made = Arrays.copyOfRange(octets, from, to);
    for (Transform transform : wanted.transforms()) {
      made = transform.apply(made);
    }
    if (!payload.matches(wanted.checks(), made, 0, made.length)) {
      return false;
    }
    for (Lookup lookup : wanted.lookups()) {
      if (!lookup.test(made, sight.memory().sets())) {
        return false;
      }
    }
    return true;
  }

  private List<Hit> messages(CompiledRule rule, Sight sight) {
    Flow flow = sight.flow();
    if (flow == null) {
      return List.of();
    }
    List<Hit> hits = new ArrayList<>(1);
    for (Transaction t : flow.application().transactions()) {
      if (isDue(rule, sight.side(), t)
          && (rule.applications().isEmpty()
              || rule.applications().contains(t.protocol())
              || speaks(rule, flow))
          && looks(rule, sight, t)) {
        hits.add(new Hit(t));
      }
    }
    return hits;
  }

  /** Whether what the rule looks at became settled since messages were looked at last. */
  private static boolean isDue(CompiledRule rule, Side side, Transaction t) {
    for (Look look : rule.looks()) {
      if (look instanceof Look.AtEvent at) {
        return t.has(side, at.event());
      }
    }
    if (!rule.facts().isExchange()) {
      Sides own = side == Side.TO_SERVER ? Sides.TO_SERVER : Sides.TO_CLIENT;
      int stage = rule.stage(own);
      return t.inspected(side) < stage && t.stage(side) >= stage;
    }
    int here = rule.stage(side == Side.TO_SERVER ? Sides.TO_SERVER : Sides.TO_CLIENT);
    int there = rule.stage(side == Side.TO_SERVER ? Sides.TO_CLIENT : Sides.TO_SERVER);
    return t.inspected(side) < here && t.stage(side) >= here && t.inspected(side.other()) >= there;
  }

  private boolean atBuffer(Look.AtBuffer at, CompiledRule rule, Sight sight, Transaction t) {
    boolean there = false;
    for (Side side : Side.values()) {
      if (!isMeant(at, rule, sight, side)) {
        continue;
      }
      for (byte[] value : t.values(side, at.buffer())) {
        there = true;
        if (at.absent() != Look.Absent.REQUIRED
            && octets(at.wanted(), sight, value, 0, value.length)) {
          return true;
        }
      }
    }
    return !there && at.absent() != Look.Absent.FAILS;
  }

  private static boolean atNumber(Look.AtNumber at, CompiledRule rule, Sight sight, Transaction t) {
    for (Side side : Side.values()) {
      if (isMeant(at, rule, sight, side)
          && Look.Index.holds(at.index(), t.numbers(side, at.field()), at.wanted())) {
        return true;
      }
    }
    return false;
  }

  /** Whether a look is at a side: the one that sends, or for an exchange any that has the part. */
  private static boolean isMeant(Look.AtMessage at, CompiledRule rule, Sight sight, Side side) {
    return at.sides().has(side) && (rule.facts().isExchange() || side == sight.side());
  }
}
