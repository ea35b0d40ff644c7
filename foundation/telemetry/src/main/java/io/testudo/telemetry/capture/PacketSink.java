package io.testudo.telemetry.capture;

/** Takes the packets of a capture in the order of the file, on the reader's thread. */
@FunctionalInterface
public interface PacketSink {

  /**
   * A packet was read: every one of the capture, also those that are no IP or malformed, so that a
   * reader can note how far it came.
   *
   * @param packet valid during this call only; the next packet overwrites it
   */
  void packet(Packet packet);

  /**
   * The packet that comes next carries this IP packet in a tunnel; it has the same number.
   *
   * @param packet valid during this call only
   */
  default void carried(Packet packet) {}
}
