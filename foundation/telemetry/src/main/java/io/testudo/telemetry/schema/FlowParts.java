package io.testudo.telemetry.schema;

import io.testudo.telemetry.flow.CommunityId;
import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.telemetry.record.TimeText;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Endpoint;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.FlowState;
import io.testudo.vocabulary.event.InterArrival;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Traffic;
import io.testudo.vocabulary.event.Value;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a document says of a flow, by paths. */
final class FlowParts {

  private final Fields document;

  FlowParts(Fields document) {
    this.document = document;
  }

  /** The flow between two ends. */
  Flow flow(Origin origin, Instant time, Instant end, Ends ends, Told told)
      throws MalformedRecordException {
    Endpoint originator = endpoint(ends.source());
    Endpoint responder = endpoint(ends.destination());
    if (originator.address().version() != responder.address().version()) {
      throw new MalformedRecordException(
          "has an IPv4 address at one end and an IPv6 address at the other");
    }
    String community = told.community();
    return new Flow(
        origin,
        time,
        end.isBefore(time) ? time : end,
        told.protocol(),
        originator,
        responder,
        told.state(),
        told.forward(),
        told.backward(),
        told.service().toLowerCase(Locale.ROOT),
        community.isEmpty() ? CommunityId.of(told.protocol(), originator, responder) : community);
  }

  /** The paths of the two ends, each of which has {@code ip} and {@code port}. */
  record Ends(String source, String destination) {}

  /** What the document tells beside the ends. */
  record Told(
      int protocol,
      FlowState state,
      Traffic forward,
      Traffic backward,
      String service,
      String community) {}

  private Endpoint endpoint(String path) throws MalformedRecordException {
    IpAddress address = IpAddress.parseOrNull(document.text(path + ".ip"));
    if (address == null) {
      throw new MalformedRecordException("has no valid address in " + path + ".ip");
    }
    long port = number(path + ".port");
    if (port > 65535) {
      throw new MalformedRecordException("has no valid port in " + path + ".port");
    }
    return new Endpoint(address, (int) port);
  }

  /** A count; 0 where there is none. */
  long number(String path) {
    Value value = document.find(path);
    if (value instanceof Value.Whole whole) {
      return Math.max(0, whole.number());
    }
    return value instanceof Value.Text text && text.text().matches("[0-9]{1,18}")
        ? Long.parseLong(text.text())
        : 0;
  }

  /** The packets and IP bytes of one direction. */
  Traffic traffic(String packets, String bytes) {
    return new Traffic(number(packets), number(bytes), 0, 0, 0, InterArrival.UNKNOWN);
  }

  /** The protocol of a number or a name; TCP where there is neither. */
  int protocol(String numberPath, String namePath) throws MalformedRecordException {
    String number = document.text(numberPath);
    if (number.matches("[0-9]{1,3}") && Integer.parseInt(number) < 256) {
      return Integer.parseInt(number);
    }
    return switch (document.text(namePath).toLowerCase(Locale.ROOT)) {
      case "tcp" -> Flow.TCP;
      case "udp" -> Flow.UDP;
      case "icmp" -> Flow.ICMP;
      case "ipv6-icmp", "icmpv6", "icmp6" -> Flow.ICMP6;
      case "sctp" -> 132;
      case "gre" -> 47;
      case "esp" -> 50;
      default -> throw new MalformedRecordException("has no known protocol in " + namePath);
    };
  }

  /** The time of the first path that tells one: ISO 8601, or a number since 1970. */
  @Nullable Instant time(String... paths) {
    for (String path : paths) {
      Value value = document.find(path);
      Instant time =
          value instanceof Value.Whole whole
              ? TimeText.ofEpochNumber(whole.number())
              : value instanceof Value.Real real
                  ? TimeText.ofEpochNumber(real.number())
                  : value == null ? null : TimeText.parse(value.toString());
      if (time != null) {
        return time;
      }
    }
    return null;
  }
}
