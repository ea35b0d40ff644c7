package io.testudo.telemetry.collector;

import java.net.InetAddress;

/**
 * Where and within which bounds exporters of flows are listened to.
 *
 * @param address the address to listen on; loopback unless told otherwise
 * @param port port for datagrams, 0 for any free one
 * @param bufferBytes bytes of datagrams that may wait in memory until the spool has taken them;
 *     default 32 MiB, 1 MiB to 1 GiB
 */
public record FlowListenerConfig(InetAddress address, int port, int bufferBytes) {

  public FlowListenerConfig {
    within("port", port, 0, 65_535);
    within("bufferBytes", bufferBytes, 1 << 20, 1 << 30);
  }

  /** The defaults on loopback with this port. */
  public static FlowListenerConfig onLoopback(int port) {
    return new FlowListenerConfig(InetAddress.getLoopbackAddress(), port, 32 << 20);
  }

  private static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " (" + value + ") of FlowListenerConfig must be in " + least + ".." + most);
    }
  }
}
