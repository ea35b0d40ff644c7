package io.testudo.suricata.protocol;

/**
 * Guesses the protocol of a conversation by the first octets of a side, and by its ports where the
 * octets alone do not tell.
 */
public final class ProtocolGuess {
  private static final int MOST_OCTETS = 2_048;

  /** What is known by now. */
  public sealed interface Answer {
    /** This protocol. */
    record Known(String protocol) implements Answer {}

    /** None that is known here. */
    record Unknown() implements Answer {}

    /** More octets may tell. */
    record Waiting() implements Answer {}
  }

  Answer of(Side side, byte[] octets, int length, Ports ports, boolean isStream) {
    String name =
        isStream
            ? StreamSigns.protocol(side, octets, length, ports)
            : DatagramSigns.protocol(side, octets, length, ports);
    if (!name.isEmpty()) {
      return new Answer.Known(name);
    }
    if (!isStream || length >= MOST_OCTETS || !StreamSigns.mayBecome(octets, length, ports)) {
      return new Answer.Unknown();
    }
    return new Answer.Waiting();
  }
}
