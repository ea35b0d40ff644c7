package io.testudo.vocabulary.event;

/**
 * What one direction of a flow carried.
 *
 * @param packets packets seen
 * @param ipBytes bytes from the first of the IP header on, 0 where the recorder did not say
 * @param frameBytes bytes on the wire as captured headers state, 0 where the recorder did not say
 * @param payloadBytes bytes above the transport header
 * @param tcpFlags union of the TCP flags seen, as in the header's flag octet (FIN 0x01, SYN 0x02,
 *     RST 0x04, PSH 0x08, ACK 0x10, URG 0x20, ECE 0x40, CWR 0x80); 0 for other protocols
 * @param interArrival gaps between the packets
 */
public record Traffic(
    long packets,
    long ipBytes,
    long frameBytes,
    long payloadBytes,
    int tcpFlags,
    InterArrival interArrival) {

  /** Nothing went this way. */
  public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, InterArrival.UNKNOWN);

  public Traffic {
    if (packets < 0 || ipBytes < 0 || frameBytes < 0 || payloadBytes < 0) {
      throw new IllegalArgumentException("counts of Traffic must not be negative");
    }
  }
}
