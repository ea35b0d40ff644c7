package io.testudo.telemetry.spool;

import java.util.Map;

/**
 * What a listener received.
 *
 * @param messages messages that were spooled
 * @param bytes their bytes
 * @param shed messages that were lost here: the spool was full or failed
 * @param cut messages longer than the bound, of which only the beginning was spooled
 * @param connections open connections
 * @param refused connections closed since there were too many, newcomers or those that gave way, or
 *     since they did not agree on TLS
 * @param failed times that the system could not give a connection or a datagram, as where file
 *     descriptors ran out; each is followed by a pause
 * @param byPeer messages per sender's address; senders beyond {@link #MOST_PEERS} are under {@code
 *     other}
 */
public record SyslogListenerStatistics(
    long messages,
    long bytes,
    long shed,
    long cut,
    int connections,
    long refused,
    long failed,
    Map<String, Long> byPeer) {

  /** The most senders that are counted one by one. */
  public static final int MOST_PEERS = 1000;

  public SyslogListenerStatistics {
    byPeer = Map.copyOf(byPeer);
  }
}
