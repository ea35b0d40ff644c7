package io.testudo.telemetry.stream;

/** Which end of a flow sent something. The order is part of the stored form. */
public enum Side {
  /** Who opened the flow. */
  ORIGINATOR,
  /** The other end. */
  RESPONDER;

  /** The other end. */
  public Side other() {
    return this == ORIGINATOR ? RESPONDER : ORIGINATOR;
  }
}
