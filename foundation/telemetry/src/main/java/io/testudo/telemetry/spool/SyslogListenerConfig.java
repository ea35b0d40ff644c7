package io.testudo.telemetry.spool;

import java.net.InetAddress;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where and within which bounds syslog is listened to.
 *
 * @param address the address to listen on; loopback unless told otherwise
 * @param udpPort port for datagrams, 0 for any free one, {@link #OFF} for none
 * @param tcpPort port for connections, 0 for any free one, {@link #OFF} for none
 * @param mostConnections most connections at the same time, shared fairly between addresses;
 *     default 200, 1 to 100 000
 * @param mostMessageBytes longest message; default 64 KiB, 480 B to 16 MiB
 * @param idle after how long without a byte a connection is closed; default 10 min, 1 s to 1 day
 * @param tls the port for connections under TLS; null for none
 */
public record SyslogListenerConfig(
    InetAddress address,
    int udpPort,
    int tcpPort,
    int mostConnections,
    int mostMessageBytes,
    Duration idle,
    @Nullable Tls tls) {

  /** Instead of a port: not at all. */
  public static final int OFF = -1;

  public SyslogListenerConfig {
    within("udpPort", udpPort, OFF, 65535);
    within("tcpPort", tcpPort, OFF, 65535);
    within("mostConnections", mostConnections, 1, 100_000);
    within("mostMessageBytes", mostMessageBytes, 480, 16 << 20);
    within("seconds of idle", idle.toSeconds(), 1, 86_400);
  }

  /** Without TLS. */
  public SyslogListenerConfig(
      InetAddress address,
      int udpPort,
      int tcpPort,
      int mostConnections,
      int mostMessageBytes,
      Duration idle) {
    this(address, udpPort, tcpPort, mostConnections, mostMessageBytes, idle, null);
  }

  /**
   * Connections under TLS (RFC 5425).
   *
   * @param port 0 for any free one
   * @param context holds our certificate, and whom we trust
   * @param clients whether a client must show a certificate that we trust
   */
  public record Tls(int port, SSLContext context, Clients clients) {
    public Tls {
      within("port of TLS", port, 0, 65535);
    }
  }

  /** Who may connect under TLS. */
  public enum Clients {
    /** Everybody. */
    ANY,
    /** Who shows a certificate that we trust. */
    CERTIFIED
  }

  /** The defaults on loopback with these ports. */
  public static SyslogListenerConfig onLoopback(int udpPort, int tcpPort) {
    return new SyslogListenerConfig(
        InetAddress.getLoopbackAddress(), udpPort, tcpPort, 200, 64 << 10, Duration.ofMinutes(10));
  }

  private static void within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " (" + value + ") of SyslogListenerConfig must be in " + least + ".." + most);
    }
  }
}
