package io.testudo.vocabulary.event;

import java.time.Instant;

/**
 * What one message of an application protocol said, or a request together with its answer, read
 * from packets: one DNS query with its answers, one HTTP request with its response, one Modbus
 * function.
 *
 * @param origin where the packet was read that completed it
 * @param time when it began
 * @param transport IANA protocol number of what carried it, 6 for TCP
 * @param originator who opened the flow that carried it
 * @param responder the other end
 * @param communityId Community ID v1 of that flow
 * @param protocol the application protocol in lower case, as in {@link Flow#service}
 * @param fields what it said, by the names that {@code docs/formats/events.md} lists
 */
public record Message(
    Origin origin,
    Instant time,
    int transport,
    Endpoint originator,
    Endpoint responder,
    String communityId,
    String protocol,
    Fields fields)
    implements Event {}
