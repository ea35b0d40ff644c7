package io.testudo.suricata.rule;

import io.testudo.suricata.protocol.Side;

/** One side of a conversation, or either. */
public enum Sides {
  TO_SERVER,
  TO_CLIENT,
  BOTH;

  /** Whether a side is meant. */
  public boolean has(Side side) {
    return this == BOTH || (this == TO_SERVER) == (side == Side.TO_SERVER);
  }

  /** What both mean. */
  public Sides and(Sides other) {
    return this == BOTH ? other : this;
  }
}
