package io.testudo.telemetry.suricata;

import io.testudo.telemetry.flow.CommunityId;
import io.testudo.telemetry.flow.FlagState;
import io.testudo.telemetry.json.Dialect;
import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.telemetry.record.TimeText;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Endpoint;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.FlowState;
import io.testudo.vocabulary.event.InterArrival;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Traffic;
import io.testudo.vocabulary.event.Value;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * EVE's objects: {@code flow} and {@code netflow} become flows, all others log records of product
 * {@code suricata} with their fields as they are.
 *
 * <p>EVE counts frame bytes, so {@link Traffic#frameBytes} is set and the other byte counts are 0.
 */
public final class EveJson implements Dialect {

  private static final int SYN = 0x02;
  private static final int ACK = 0x10;

  @Override
  public boolean speaks(Map<String, Value> fields) {
    return fields.get("event_type") instanceof Value.Text
        && fields.get("timestamp") instanceof Value.Text;
  }

  @Override
  public Event event(Origin origin, Map<String, Value> fields) throws MalformedRecordException {
    Instant time = TimeText.parse(text(fields.get("timestamp")));
    if (time == null) {
      throw new MalformedRecordException("has a timestamp that is none");
    }
    String type = text(fields.get("event_type"));
    if (type.equals("flow") && fields.get("flow") instanceof Fields counts) {
      return flow(origin, time, fields, counts);
    }
    if (type.equals("netflow") && fields.get("netflow") instanceof Fields counts) {
      return netflow(origin, time, fields, counts);
    }
    String protocol = text(fields.get("app_proto"));
    return new LogRecord(
        origin,
        time,
        new LogSource("suricata", type, protocol.isEmpty() ? type : protocol),
        "",
        Fields.of(fields));
  }

  private static Flow flow(Origin origin, Instant logged, Map<String, Value> fields, Fields counts)
      throws MalformedRecordException {
    Fields tcp = fields.get("tcp") instanceof Fields there ? there : Fields.NONE;
    int forwardFlags = hex(text(tcp.get("tcp_flags_ts")));
    int backwardFlags = hex(text(tcp.get("tcp_flags_tc")));
    Traffic forward =
        traffic(counts.get("pkts_toserver"), counts.get("bytes_toserver"), forwardFlags);
    Traffic backward =
        traffic(counts.get("pkts_toclient"), counts.get("bytes_toclient"), backwardFlags);
    int protocol = protocol(text(fields.get("proto")));
    FlowState state =
        protocol == Flow.TCP && (forwardFlags | backwardFlags) != 0
            ? FlagState.of(forwardFlags, backwardFlags, backward.packets())
            : state(text(counts.get("state")), protocol, backward.packets());
    return between(
        origin,
        start(counts, logged),
        end(counts, logged),
        protocol,
        fields,
        state,
        forward,
        backward);
  }

  private static Flow netflow(
      Origin origin, Instant logged, Map<String, Value> fields, Fields counts)
      throws MalformedRecordException {
    Fields tcp = fields.get("tcp") instanceof Fields there ? there : Fields.NONE;
    int flags = hex(text(tcp.get("tcp_flags")));
    Traffic forward = traffic(counts.get("pkts"), counts.get("bytes"), flags);
    boolean asked = (flags & (SYN | ACK)) == SYN;
    return between(
        origin,
        start(counts, logged),
        end(counts, logged),
        protocol(text(fields.get("proto"))),
        fields,
        asked ? FlowState.ATTEMPTED : FlowState.MIDSTREAM,
        forward,
        Traffic.NONE);
  }

  private static Flow between(
      Origin origin,
      Instant start,
      Instant end,
      int protocol,
      Map<String, Value> fields,
      FlowState state,
      Traffic forward,
      Traffic backward)
      throws MalformedRecordException {
    boolean icmp = protocol == Flow.ICMP || protocol == Flow.ICMP6;
    Endpoint originator = endpoint(fields, "src_ip", icmp ? "icmp_type" : "src_port");
    Endpoint responder = endpoint(fields, "dest_ip", icmp ? "icmp_code" : "dest_port");
    String service = text(fields.get("app_proto"));
    if (originator.address().version() != responder.address().version()) {
      throw new MalformedRecordException(
          "has an IPv4 address at one end and an IPv6 address at the other");
    }
    String communityId = text(fields.get("community_id"));
    return new Flow(
        origin,
        start,
        end.isBefore(start) ? start : end,
        protocol,
        originator,
        responder,
        state,
        forward,
        backward,
        service.equals("failed") || service.equals("unknown")
            ? ""
            : service.toLowerCase(Locale.ROOT),
        communityId.isEmpty() ? CommunityId.of(protocol, originator, responder) : communityId);
  }

  private static Instant start(Fields counts, Instant logged) {
    Instant start = TimeText.parse(text(counts.get("start")));
    return start == null ? logged : start;
  }

  private static Instant end(Fields counts, Instant logged) {
    Instant end = TimeText.parse(text(counts.get("end")));
    return end == null ? logged : end;
  }

  private static Endpoint endpoint(Map<String, Value> fields, String address, String port)
      throws MalformedRecordException {
    IpAddress parsed = IpAddress.parseOrNull(text(fields.get(address)));
    if (parsed == null) {
      throw new MalformedRecordException("has no valid address in " + address);
    }
    long number = fields.get(port) instanceof Value.Whole whole ? whole.number() : 0;
    if (number < 0 || number > 65535) {
      throw new MalformedRecordException("has no valid port in " + port);
    }
    return new Endpoint(parsed, (int) number);
  }

  private static Traffic traffic(@Nullable Value packets, @Nullable Value bytes, int flags) {
    return new Traffic(count(packets), 0, count(bytes), 0, flags, InterArrival.UNKNOWN);
  }

  private static long count(@Nullable Value value) {
    return value instanceof Value.Whole whole ? Math.max(0, whole.number()) : 0;
  }

  private static FlowState state(String state, int protocol, long answers) {
    if (answers == 0) {
      return FlowState.ATTEMPTED;
    }
    return protocol != Flow.TCP || state.equals("closed")
        ? FlowState.FINISHED
        : FlowState.ESTABLISHED;
  }

  private static int protocol(String name) throws MalformedRecordException {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "TCP" -> Flow.TCP;
      case "UDP" -> Flow.UDP;
      case "ICMP" -> Flow.ICMP;
      case "IPV6-ICMP", "ICMPV6" -> Flow.ICMP6;
      case "SCTP" -> 132;
      case "GRE" -> 47;
      case "ESP" -> 50;
      case "IGMP" -> 2;
      default -> number(name);
    };
  }

  private static int number(String name) throws MalformedRecordException {
    if (name.matches("[0-9]{1,3}") && Integer.parseInt(name) < 256) {
      return Integer.parseInt(name);
    }
    throw new MalformedRecordException("has no known protocol in proto");
  }

  private static int hex(String text) {
    if (text.length() != 2) {
      return 0;
    }
    int high = Character.digit(text.charAt(0), 16);
    int low = Character.digit(text.charAt(1), 16);
    return high < 0 || low < 0 ? 0 : high << 4 | low;
  }

  private static String text(@Nullable Value value) {
    return value == null ? "" : value.toString();
  }
}
