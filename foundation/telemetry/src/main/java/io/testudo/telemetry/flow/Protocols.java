package io.testudo.telemetry.flow;

import java.util.Locale;

/** IANA's protocol numbers by the names that recorders write. */
public final class Protocols {

  /** No protocol above IP goes by that name. */
  public static final int UNKNOWN = -1;

  private Protocols() {}

  /** The number of the protocol of this name, in any case, or of this number as text. */
  public static int number(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      // Argus names what it takes for the payload of UDP as if it were a protocol.
      case "udp", "rtp", "rtcp", "udt" -> 17;
      case "tcp" -> 6;
      case "icmp" -> 1;
      case "ipv6-icmp", "icmpv6", "icmp6" -> 58;
      case "sctp" -> 132;
      case "gre" -> 47;
      case "esp" -> 50;
      case "ah" -> 51;
      case "igmp" -> 2;
      case "ipip", "ipnip" -> 4;
      case "ipv6" -> 41;
      case "rsvp" -> 46;
      case "eigrp" -> 88;
      case "ospf", "ospfigp" -> 89;
      case "pim" -> 103;
      case "vrrp" -> 112;
      default -> ofText(name.strip());
    };
  }

  private static int ofText(String text) {
    if (text.isEmpty() || text.length() > 3) {
      return UNKNOWN;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return UNKNOWN;
      }
      number = number * 10 + (c - '0');
    }
    return number > 255 ? UNKNOWN : number;
  }
}
