package io.testudo.simulation.wire;

import java.time.Duration;

/**
 * What one side says in a dialogue before the other side answers.
 *
 * @param side who says it
 * @param bytes how much in all
 * @param head its first bytes; what follows them is not modelled
 * @param pause how long that side waits before it speaks
 */
public record Turn(Side side, long bytes, byte[] head, Duration pause) {

  /** The two ends of a dialogue. */
  public enum Side {
    CLIENT,
    SERVER
  }

  public Turn {
    if (bytes < head.length) {
      throw new IllegalArgumentException(
          "bytes (" + bytes + ") of Turn must be at least its head's (" + head.length + ")");
    }
  }

  /** The client says exactly this. */
  public static Turn client(byte[] text, Duration pause) {
    return new Turn(Side.CLIENT, text.length, text, pause);
  }

  /** The server says exactly this. */
  public static Turn server(byte[] text, Duration pause) {
    return new Turn(Side.SERVER, text.length, text, pause);
  }
}
