package io.testudo.suricata.protocol;

/** The ports of a conversation. */
public record Ports(int client, int server) {

  /** Whether one of the two is this port. */
  public boolean has(int port) {
    return client == port || server == port;
  }
}
