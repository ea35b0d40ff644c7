package io.testudo.vocabulary.event;

import java.time.Duration;
import java.time.Instant;

/**
 * One conversation between two endpoints, in numbers.
 *
 * @param origin where it was read; for flows made of packets the first packet's place
 * @param time when its first packet was seen
 * @param end when its last packet was seen; not before {@code time}
 * @param protocol IANA protocol number, 6 for TCP
 * @param originator who sent the first packet
 * @param responder the other end
 * @param state how far it got
 * @param forward what the originator sent
 * @param backward what the responder sent
 * @param service the application protocol in lower case, for instance {@code dns}; empty if unknown
 * @param communityId Community ID v1, for instance {@code 1:…}; empty if the recorder gave none and
 *     it cannot be computed
 * @param export who counted it elsewhere; {@link FlowExport#NONE} if it was seen as packets
 */
public record Flow(
    Origin origin,
    Instant time,
    Instant end,
    int protocol,
    Endpoint originator,
    Endpoint responder,
    FlowState state,
    Traffic forward,
    Traffic backward,
    String service,
    String communityId,
    FlowExport export)
    implements Event {

  /** IANA's number of ICMP. */
  public static final int ICMP = 1;

  /** IANA's number of TCP. */
  public static final int TCP = 6;

  /** IANA's number of UDP. */
  public static final int UDP = 17;

  /** IANA's number of ICMP for IPv6. */
  public static final int ICMP6 = 58;

  public Flow {
    if (end.isBefore(time)) {
      throw new IllegalArgumentException("end (" + end + ") of flow must not precede " + time);
    }
    if (protocol < 0 || protocol > 255) {
      throw new IllegalArgumentException("protocol (" + protocol + ") of flow must be in 0..255");
    }
  }

  /** A flow that no exporter told of. */
  public Flow(
      Origin origin,
      Instant time,
      Instant end,
      int protocol,
      Endpoint originator,
      Endpoint responder,
      FlowState state,
      Traffic forward,
      Traffic backward,
      String service,
      String communityId) {
    this(
        origin,
        time,
        end,
        protocol,
        originator,
        responder,
        state,
        forward,
        backward,
        service,
        communityId,
        FlowExport.NONE);
  }

  /** From the first packet to the last. */
  public Duration duration() {
    return Duration.between(time, end);
  }
}
