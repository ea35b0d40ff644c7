package io.testudo.suricata.option;

import io.testudo.suricata.draft.Draft;
import io.testudo.suricata.draft.UnsupportedKeywordException;
import io.testudo.suricata.flow.Flow;
import io.testudo.suricata.flow.TcpSession;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.rule.Protocols;
import io.testudo.suricata.rule.Sides;
import io.testudo.suricata.rule.Sight;
import io.testudo.suricata.rule.SightCheck;
import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.Numbers;
import io.testudo.suricata.text.RuleOption;
import java.util.Set;
import java.util.function.ToLongFunction;

/** The options that look at the conversation. */
final class FlowOptions {
  static final Set<String> NAMES =
      Set.of(
          "flow",
          "flow.age",
          "flow.pkts",
          "flow.bytes",
          "flow.pkts_toserver",
          "flow.pkts_toclient",
          "flow.bytes_toserver",
          "flow.bytes_toclient",
          "stream_size",
          "app-layer-protocol",
          "stream-event");

  private final Draft draft;

  FlowOptions(Draft draft) {
    this.draft = draft;
  }

  void read(RuleOption option) throws MalformedRuleException, UnsupportedKeywordException {
    switch (option.name()) {
      case "flow" -> flow(option.value());
      case "flow.age" -> {
        Numbers wanted = Numbers.parse(option.value());
        draft.checks.add(flowed(s -> age(s), wanted));
      }
      case "flow.pkts", "flow.bytes" -> draft.checks.add(either(option));
      case "stream_size" -> draft.checks.add(streamSize(option.value()));
      case "app-layer-protocol" -> protocol(option);
      case "stream-event" -> streamEvent(option.value());
      default -> draft.checks.add(oneSide(option));
    }
  }

  private static SightCheck flowed(ToLongFunction<Sight> number, Numbers wanted) {
    return sight -> sight.flow() != null && wanted.test(number.applyAsLong(sight));
  }

  private static long age(Sight sight) {
    Flow flow = sight.flow();
    return flow == null ? 0 : flow.ageSeconds(sight.timeNanos());
  }

  private void flow(String value) throws MalformedRuleException, UnsupportedKeywordException {
    for (String raw : value.split(",")) {
      String word = raw.strip();
      switch (word) {
        case "to_server", "from_client" -> {
          draft.sides = Sides.TO_SERVER;
          draft.onlyAddresses = false;
        }
        case "to_client", "from_server" -> {
          draft.sides = Sides.TO_CLIENT;
          draft.onlyAddresses = false;
        }
        case "established" -> need(s -> s.flow() != null && s.flow().isEstablished());
        case "not_established" -> need(s -> s.flow() != null && !s.flow().isEstablished());
        case "stateless" -> draft.onlyAddresses = false;
        case "only_stream" -> {
          draft.needsStream = true;
          draft.onlyAddresses = false;
        }
        case "no_stream" -> {
          draft.needsPacket = true;
          draft.onlyAddresses = false;
        }
        case "no_frag" -> need(s -> s.packet() == null || !s.packet().isFragment());
        case "only_frag" -> need(s -> s.packet() != null && s.packet().isFragment());
        default ->
            throw new UnsupportedKeywordException("flow", "flow:" + word + " is not honoured");
      }
    }
  }

  private void need(SightCheck check) {
    draft.checks.add(check);
    draft.onlyAddresses = false;
  }

  private static SightCheck either(RuleOption option)
      throws MalformedRuleException, UnsupportedKeywordException {
    int comma = option.value().indexOf(',');
    if (comma < 0) {
      throw new MalformedRuleException(option.name() + " must be a side, a comma and a number");
    }
    Numbers wanted = Numbers.parse(option.value().substring(comma + 1));
    boolean packets = option.name().equals("flow.pkts");
    return switch (option.value().substring(0, comma).strip()) {
      case "toserver" -> flowed(s -> count(s, Side.TO_SERVER, packets), wanted);
      case "toclient" -> flowed(s -> count(s, Side.TO_CLIENT, packets), wanted);
      case "either" ->
          s ->
              s.flow() != null
                  && (wanted.test(count(s, Side.TO_SERVER, packets))
                      || wanted.test(count(s, Side.TO_CLIENT, packets)));
      default ->
          throw new UnsupportedKeywordException(
              option.name(), option.name() + ":" + option.value() + " is not honoured");
    };
  }

  private static SightCheck oneSide(RuleOption option) throws MalformedRuleException {
    Numbers wanted = Numbers.parse(option.value());
    Side side = option.name().endsWith("toserver") ? Side.TO_SERVER : Side.TO_CLIENT;
    boolean packets = option.name().contains("pkts");
    return flowed(s -> count(s, side, packets), wanted);
  }

  private static long count(Sight sight, Side side, boolean packets) {
    Flow flow = sight.flow();
    return flow == null ? 0 : packets ? flow.packets(side) : flow.bytes(side);
  }

  private static SightCheck streamSize(String value) throws MalformedRuleException {
    String[] parts = value.split(",");
    if (parts.length != 3) {
      throw new MalformedRuleException("stream_size must be a side, a sign and a number");
    }
    Numbers wanted = Numbers.parse(parts[1].strip() + parts[2].strip());
    String sides = parts[0].strip();
    return sight -> {
      TcpSession session = sight.flow() == null ? null : sight.flow().session();
      if (session == null) {
        return false;
      }
      boolean client = wanted.test(session.stream(Side.TO_SERVER).end() + 1);
      boolean server = wanted.test(session.stream(Side.TO_CLIENT).end() + 1);
      return switch (sides) {
        case "client" -> client;
        case "server" -> server;
        case "both" -> client && server;
        default -> client || server;
      };
    };
  }

  private void streamEvent(String name) throws UnsupportedKeywordException {
    if (!name.equals("reassembly_seq_gap")) {
      throw new UnsupportedKeywordException(
          "stream-event", "stream-event " + name + " is not honoured");
    }
    need(
        s -> {
          TcpSession session = s.packet() == null || s.flow() == null ? null : s.flow().session();
          return session != null && session.event().equals(name);
        });
  }

  private void protocol(RuleOption option) throws UnsupportedKeywordException {
    String[] parts = option.plainValue().split(",");
    String mode = parts.length > 1 ? parts[1].strip() : "";
    Set<String> names =
        mode.equals("exact") ? Set.of(parts[0].strip()) : Protocols.applications(parts[0].strip());
    if (!Set.of("", "exact", "to_server", "to_client", "either", "final", "original")
        .contains(mode)) {
      throw new UnsupportedKeywordException(
          option.name(), "app-layer-protocol mode " + mode + " is not honoured");
    }
    boolean negated = option.isNegated();
    draft.hasDecision = true;
    draft.checks.add(
        sight -> {
          Flow flow = sight.flow();
          String spoken = flow == null ? "" : spoken(flow, sight.side(), mode);
          boolean decided = flow != null && (!spoken.isEmpty() || flow.application().isUnknown());
          return decided && names.contains(spoken) != negated;
        });
  }

  private static String spoken(Flow flow, Side side, String mode) {
    return switch (mode) {
      case "to_server" -> flow.application().protocol(Side.TO_SERVER);
      case "to_client" -> flow.application().protocol(Side.TO_CLIENT);
      case "" -> {
        String own = flow.application().protocol(side);
        yield own.isEmpty() ? flow.application().protocol() : own;
      }
      default -> flow.application().protocol();
    };
  }
}
