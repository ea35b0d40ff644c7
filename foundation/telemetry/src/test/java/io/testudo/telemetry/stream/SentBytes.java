package io.testudo.telemetry.stream;

/** Bytes as if one side had sent them. */
public final class SentBytes {

  private SentBytes() {}

  /** All of these bytes, sent at the beginning of 1970. */
  public static Sent of(byte[] bytes, Side side) {
    return new Sent(bytes, 0, bytes.length, side, 0);
  }
}
