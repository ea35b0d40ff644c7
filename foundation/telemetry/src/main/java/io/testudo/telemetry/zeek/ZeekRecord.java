package io.testudo.telemetry.zeek;

import io.testudo.telemetry.flow.CommunityId;
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
 * What an entry of a Zeek log says: {@code conn} becomes a flow, every other log a log record of
 * product {@code zeek} and the log's name as service.
 */
final class ZeekRecord {

  private static final int FIN = 0x01;
  private static final int SYN = 0x02;
  private static final int RST = 0x04;
  private static final int ACK = 0x10;

  private ZeekRecord() {}

  /**
   * The event.
   *
   * @param itemTime the time of an entry that has none, as of {@code loaded_scripts}
   */
  static Event event(Origin origin, String log, Map<String, Value> fields, Instant itemTime)
      throws MalformedRecordException {
    Instant time = time(fields.get("ts"), itemTime);
    if (log.equals("conn")) {
      return flow(origin, time, fields);
    }
    return new LogRecord(origin, time, new LogSource("zeek", "", log), "", Fields.of(fields));
  }

  private static Instant time(@Nullable Value value, Instant itemTime)
      throws MalformedRecordException {
    Instant time = itemTime;
    if (value instanceof Value.Real real) {
      time = TimeText.ofEpochSeconds(real.number());
    } else if (value instanceof Value.Whole whole) {
      time = TimeText.ofEpochNumber(whole.number());
    } else if (value instanceof Value.Text text) {
      time = TimeText.parse(text.text());
    }
    if (time == null) {
      throw new MalformedRecordException("has no valid time in ts");
    }
    return time;
  }

  private static Flow flow(Origin origin, Instant time, Map<String, Value> fields)
      throws MalformedRecordException {
    String history = text(fields, "history");
    int protocol = protocol(fields);
    FlowState state = FlowState.ofCode(text(fields, "conn_state"));
    double seconds = number(fields.get("duration"));
    if (!(seconds >= 0 && seconds < 1e9)) {
      throw new MalformedRecordException("has no valid duration");
    }
    Endpoint originator = endpoint(fields, "id.orig_h", "id.orig_p");
    Endpoint responder = endpoint(fields, "id.resp_h", "id.resp_p");
    if (originator.address().version() != responder.address().version()) {
      throw new MalformedRecordException(
          "has an IPv4 address at one end and an IPv6 address at the other");
    }
    String communityId = text(fields, "community_id");
    return new Flow(
        origin,
        time,
        time.plusNanos(Math.round(seconds * 1e6) * 1000),
        protocol,
        originator,
        responder,
        state == null ? FlowState.MIDSTREAM : state,
        traffic(fields, "orig", protocol == Flow.TCP ? flags(history, 0) : 0),
        traffic(fields, "resp", protocol == Flow.TCP ? flags(history, 32) : 0),
        text(fields, "service").toLowerCase(Locale.ROOT),
        communityId.isEmpty() ? CommunityId.of(protocol, originator, responder) : communityId);
  }

  private static Traffic traffic(Map<String, Value> fields, String side, int flags) {
    return new Traffic(
        count(fields.get(side + "_pkts")),
        count(fields.get(side + "_ip_bytes")),
        0,
        count(fields.get(side + "_bytes")),
        flags,
        InterArrival.UNKNOWN);
  }

  /**
   * The TCP flags that one side sent, as far as the history tells: capitals are the originator's,
   * {@code toCapital} 32 selects the responder's small letters.
   */
  private static int flags(String history, int toCapital) {
    int flags = 0;
    for (int i = 0; i < history.length(); i++) {
      switch (history.charAt(i) - toCapital) {
        case 'S' -> flags |= SYN;
        case 'H' -> flags |= SYN | ACK;
        case 'A', 'D' -> flags |= ACK;
        case 'F' -> flags |= FIN;
        case 'R' -> flags |= RST;
        default -> {}
      }
    }
    return flags;
  }

  private static int protocol(Map<String, Value> fields) throws MalformedRecordException {
    return switch (text(fields, "proto")) {
      case "tcp" -> Flow.TCP;
      case "udp" -> Flow.UDP;
      case "icmp" -> text(fields, "id.orig_h").indexOf(':') >= 0 ? Flow.ICMP6 : Flow.ICMP;
      case "unknown_transport" -> (int) Math.min(255, count(fields.get("ip_proto")));
      default -> throw new MalformedRecordException("has no known protocol in proto");
    };
  }

  private static Endpoint endpoint(Map<String, Value> fields, String address, String port)
      throws MalformedRecordException {
    IpAddress parsed = IpAddress.parseOrNull(text(fields, address));
    if (parsed == null) {
      throw new MalformedRecordException("has no valid address in " + address);
    }
    long number = count(fields.get(port));
    if (number > 65535) {
      throw new MalformedRecordException("has no valid port in " + port);
    }
    return new Endpoint(parsed, (int) number);
  }

  private static long count(@Nullable Value value) {
    return value instanceof Value.Whole whole
        ? Math.max(0, whole.number())
        : Math.max(0, (long) number(value));
  }

  private static double number(@Nullable Value value) {
    if (value instanceof Value.Whole whole) {
      return whole.number();
    }
    return value instanceof Value.Real real ? real.number() : 0;
  }

  private static String text(Map<String, Value> fields, String name) {
    Value value = fields.get(name);
    return value == null ? "" : value.toString();
  }
}
