package io.testudo.suricata.protocol;

/** Who sends: the one that opened the conversation, or the one that answers. */
public enum Side {
  TO_SERVER,
  TO_CLIENT;

  /** The other one. */
  public Side other() {
    return this == TO_SERVER ? TO_CLIENT : TO_SERVER;
  }
}
