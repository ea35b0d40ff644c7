package io.testudo.telemetry.flow;

/** Which ICMP types answer each other, as Community ID 1 lists them. */
public final class IcmpTypes {

  private static final int ICMP = 1;
  private static final int ICMP6 = 58;

  private IcmpTypes() {}

  /** Whether this is the number of ICMP or of ICMP for IPv6. */
  public static boolean isIcmp(int protocol) {
    return protocol == ICMP || protocol == ICMP6;
  }

  /** The type that answers {@code type} or is answered by it, or −1 if there is none. */
  public static int counterpart(int protocol, int type) {
    if (protocol == ICMP) {
      return switch (type) {
        case 0 -> 8;
        case 8 -> 0;
        case 9 -> 10;
        case 10 -> 9;
        case 13 -> 14;
        case 14 -> 13;
        case 15 -> 16;
        case 16 -> 15;
        case 17 -> 18;
        case 18 -> 17;
        default -> -1;
      };
    }
    return switch (type) {
      case 128 -> 129;
      case 129 -> 128;
      case 130 -> 131;
      case 131 -> 130;
      case 133 -> 134;
      case 134 -> 133;
      case 135 -> 136;
      case 136 -> 135;
      case 139 -> 140;
      case 140 -> 139;
      case 144 -> 145;
      case 145 -> 144;
      default -> -1;
    };
  }
}
