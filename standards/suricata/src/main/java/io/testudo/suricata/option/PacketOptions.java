package io.testudo.suricata.option;

import io.testudo.suricata.packet.Checksums;
import io.testudo.suricata.packet.Packet;
import io.testudo.suricata.packet.Wire;
import io.testudo.suricata.rule.SightCheck;
import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.Numbers;
import io.testudo.suricata.text.RuleOption;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** The options that look at the headers of a packet. */
final class PacketOptions {
  static final Set<String> NAMES =
      Set.of(
          "dsize",
          "ttl",
          "id",
          "tos",
          "ip_proto",
          "sameip",
          "fragbits",
          "fragoffset",
          "ipopts",
          "flags",
          "tcp.flags",
          "seq",
          "tcp.seq",
          "ack",
          "tcp.ack",
          "window",
          "tcp.window",
          "itype",
          "icode",
          "icmp_id",
          "icmp_seq",
          "decode-event",
          "vlan.id",
          "vlan.layers",
          "ipv4-csum",
          "tcpv4-csum",
          "tcpv6-csum",
          "udpv4-csum",
          "udpv6-csum",
          "icmpv4-csum",
          "icmpv6-csum",
          "sctp.vtag",
          "sctp.chunk_type",
          "sctp.chunk_cnt");

  private static final Map<String, Long> TRANSPORTS =
      Map.of(
          "icmp",
          1L,
          "igmp",
          2L,
          "ip-in-ip",
          4L,
          "tcp",
          6L,
          "udp",
          17L,
          "gre",
          47L,
          "esp",
          50L,
          "ah",
          51L,
          "icmpv6",
          58L,
          "sctp",
          132L);

  private PacketOptions() {}

  static SightCheck read(RuleOption option) throws MalformedRuleException {
    String value = option.value();
    Predicate<Packet> wanted =
        switch (option.name()) {
          case "dsize" -> number(p -> p.payloadLength(), Numbers.parse(value));
          case "ttl" -> ip(number(Packet::ttl, Numbers.parseInclusive(value)));
          case "id" -> ip(number(Packet::ipId, Numbers.parse(value)));
          case "tos" -> ip(number(Packet::tos, Numbers.parse(value)));
          case "ip_proto" -> ip(number(Packet::protocol, Numbers.parse(value, TRANSPORTS, false)));
          case "sameip" ->
              p -> p.sourceLow() == p.destinationLow() && p.sourceHigh() == p.destinationHigh();
          case "fragbits" -> fragmentBits(value);
          case "fragoffset" -> number(p -> p.fragmentOffset() / 8, Numbers.parse(value));
          case "ipopts" -> ipOption(value);
          case "flags", "tcp.flags" -> FlagsOption.parse(value);
          case "seq", "tcp.seq" -> tcp(p -> p.tcpSequence() & 0xFFFF_FFFFL, value);
          case "ack", "tcp.ack" -> tcp(p -> p.tcpAcknowledgement() & 0xFFFF_FFFFL, value);
          case "window", "tcp.window" -> tcp(Packet::tcpWindow, value);
          case "itype" -> icmp(Packet::sourcePort, Numbers.parse(value));
          case "icode" -> icmp(Packet::destinationPort, Numbers.parse(value));
          case "icmp_id" -> icmp(p -> echo(p, 4), Numbers.parse(value));
          case "icmp_seq" -> icmp(p -> echo(p, 6), Numbers.parse(value));
          case "decode-event" -> p -> p.events().contains(value.toLowerCase(Locale.ROOT));
          case "vlan.id" -> vlanId(value);
          case "sctp.vtag" -> SctpOptions.tag(value);
          case "sctp.chunk_type" -> SctpOptions.type(value);
          case "sctp.chunk_cnt" -> SctpOptions.count(value);
          case "vlan.layers" -> number(p -> p.vlans().size(), Numbers.parse(value));
          default -> checksum(option);
        };
    return sight -> sight.packet() != null && wanted.test(sight.packet());
  }

  private static Predicate<Packet> number(ToLongFunction<Packet> field, Numbers wanted) {
    return p -> wanted.test(field.applyAsLong(p));
  }

  private static Predicate<Packet> ip(Predicate<Packet> wanted) {
    return p -> p.ipVersion() != 0 && wanted.test(p);
  }

  private static Predicate<Packet> tcp(ToLongFunction<Packet> field, String value)
      throws MalformedRuleException {
    Numbers wanted = Numbers.parse(value);
    return p -> p.isTcp() && wanted.test(field.applyAsLong(p));
  }

  private static Predicate<Packet> icmp(ToLongFunction<Packet> field, Numbers wanted) {
    return p -> p.isIcmp() && wanted.test(field.applyAsLong(p));
  }

  /** A number of an echo's header; -1 for other messages. */
  private static long echo(Packet p, int at) {
    int type = p.sourcePort();
    boolean echo =
        p.protocol() == 1
            ? type == 0 || type == 8 || (type >= 13 && type <= 18)
            : type == 128 || type == 129;
    return echo && p.payloadStart() - p.transportStart() >= 8
        ? Wire.u16(p.bytes(), p.transportStart() + at)
        : -1;
  }

  private static Predicate<Packet> ipOption(String value) {
    String name = value.toLowerCase(Locale.ROOT);
    return name.equals("any") ? p -> !p.ipOptions().isEmpty() : p -> p.ipOptions().contains(name);
  }

  private static Predicate<Packet> fragmentBits(String value) throws MalformedRuleException {
    int bits = 0;
    char modifier = ' ';
    for (char c : value.toCharArray()) {
      switch (c) {
        case 'M' -> bits |= 1;
        case 'D' -> bits |= 2;
        case 'R' -> bits |= 4;
        case '+', '*', '!' -> modifier = c;
        case ' ' -> {}
        default -> throw new MalformedRuleException("fragbits (" + value + ") is not understood");
      }
    }
    int wanted = bits;
    return switch (modifier) {
      case '+' -> p -> (p.fragmentBits() & wanted) == wanted;
      case '*' -> p -> (p.fragmentBits() & wanted) != 0;
      case '!' -> p -> (p.fragmentBits() & wanted) == 0;
      default -> p -> p.fragmentBits() == wanted;
    };
  }

  private static Predicate<Packet> vlanId(String value) throws MalformedRuleException {
    String[] parts = value.split(",");
    Numbers wanted = Numbers.parse(parts[0]);
    String layer = parts.length > 1 ? parts[1].strip() : "any";
    if (layer.equals("any")) {
      return p -> p.vlans().stream().anyMatch(wanted::test);
    }
    if (layer.equals("all")) {
      return p -> !p.vlans().isEmpty() && p.vlans().stream().allMatch(wanted::test);
    }
    int at = (int) Numbers.number(layer);
    return p -> {
      int index = at < 0 ? p.vlans().size() + at : at;
      return index >= 0 && index < p.vlans().size() && wanted.test(p.vlans().get(index));
    };
  }

  private static Predicate<Packet> checksum(RuleOption option) throws MalformedRuleException {
    String value = RuleOption.unquoted(option.value());
    if (!value.equals("valid") && !value.equals("invalid")) {
      throw new MalformedRuleException(option.name() + " must be valid or invalid");
    }
    boolean right = value.equals("valid");
    if (option.name().equals("ipv4-csum")) {
      return p -> p.ipVersion() == 4 && Checksums.isIpRight(p) == right;
    }
    int version = option.name().contains("v6") ? 6 : 4;
    int protocol =
        option.name().startsWith("tcp")
            ? 6
            : option.name().startsWith("udp") ? 17 : version == 4 ? 1 : 58;
    return p ->
        p.ipVersion() == version
            && p.protocol() == protocol
            && Checksums.isTransportRight(p) == right;
  }
}
