package io.testudo.telemetry.capture;

/** Why the headers of a packet could not be read. */
public enum Malformation {
  /** The link-layer header is cut short. */
  LINK_CUT("the link-layer header is cut short"),
  /** More tags or labels are stacked before the network header than anyone sends. */
  LINK_TOO_DEEP("too many tags are stacked before the network header"),
  /** The IP header is cut short. */
  NETWORK_CUT("the IP header is cut short"),
  /** The IP version contradicts what the link layer announced. */
  IP_VERSION("the IP version is not the one that the link layer announced"),
  /** The IPv4 header states a length below 20 bytes or beyond the packet. */
  IP_HEADER_LENGTH("the IPv4 header length is impossible"),
  /** The IPv4 total length is shorter than its header. */
  IP_TOTAL_LENGTH("the IPv4 total length is shorter than the header"),
  /** The chain of IPv6 extension headers is cut short or too long. */
  IPV6_EXTENSIONS("the IPv6 extension headers are cut short or too many"),
  /** The TCP, UDP, SCTP or ICMP header is cut short. */
  TRANSPORT_CUT("the transport header is cut short"),
  /** The TCP header states a length below 20 bytes or beyond the packet. */
  TCP_HEADER_LENGTH("the TCP header length is impossible"),
  /** The UDP length is shorter than its header. */
  UDP_LENGTH("the UDP length is shorter than the header");

  private final String reason;

  Malformation(String reason) {
    this.reason = reason;
  }

  /** One line that says it to a person. */
  public String reason() {
    return reason;
  }
}
