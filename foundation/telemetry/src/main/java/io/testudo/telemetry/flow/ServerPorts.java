package io.testudo.telemetry.flow;

import java.util.BitSet;

/**
 * Ports on which servers of well-known services listen, so that who sends from one is taken for a
 * server. Ports that clients use as well, as DHCP's 68, are not among them.
 */
public final class ServerPorts {

  private static final String LISTED =
      "7 9 13 17 19 21 22 23 25 37 49 53 67 69 70 79 80 81 88 102 109 110 111 113 119 123 "
          + "135 137 138 139 143 161 162 179 264 389 427 443 445 464 465 500 502 514 515 520 523 "
          + "543 548 554 563 585 587 593 614 623 631 636 646 700 789 853 873 902 989 990 992 993 "
          + "994 995 1080 1433 1521 1723 1812 1813 1883 1900 2049 2123 2152 2404 3128 3268 3269 "
          + "3306 3389 3544 3690 4789 5060 5061 5072 5222 5223 5269 5353 5355 5432 5672 5900 5985 "
          + "5986 6081 6379 6666 6667 6668 6669 6881 8000 8080 8081 8443 8883 8888 9100 9200 "
          + "11211 20000 25672 27017 44818 47808";

  private static final BitSet PORTS = new BitSet(1 << 16);

  static {
    for (String port : LISTED.split(" ", -1)) {
      PORTS.set(Integer.parseInt(port));
    }
  }

  private ServerPorts() {}

  /** Whether a server of a well-known service listens on this port. */
  public static boolean contains(int port) {
    return PORTS.get(port);
  }
}
