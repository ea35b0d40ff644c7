package io.testudo.vocabulary.event;

import io.testudo.vocabulary.entity.IpAddress;

/**
 * One end of a flow.
 *
 * @param address the address
 * @param port 0..65535; for ICMP the type at the originator and the code at the responder, else 0
 */
public record Endpoint(IpAddress address, int port) {

  public Endpoint {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException(
          "port (" + port + ") of " + address + " must be in 0..65535");
    }
  }

  @Override
  public String toString() {
    return address.version() == 6 ? "[" + address + "]:" + port : address + ":" + port;
  }
}
