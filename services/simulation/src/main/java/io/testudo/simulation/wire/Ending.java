package io.testudo.simulation.wire;

/** How a TCP connection comes about and ends. */
public enum Ending {
  /** Both sides close it. */
  CLOSED("SF"),
  /** The server resets it. */
  RESET_BY_SERVER("RSTR"),
  /** The client resets it. */
  RESET_BY_CLIENT("RSTO"),
  /** It is still open when the capture ends. */
  OPEN("S1"),
  /** The server refuses it. */
  REFUSED("REJ"),
  /** Nobody answers. */
  UNANSWERED("S0"),
  /** Nobody answers, and the client, a scanner, asks only once. */
  SILENT("S0"),
  /** The server would take it, the client resets it at once, as half-open scans do. */
  PROBED("RSTO");

  private final String state;

  Ending(String state) {
    this.state = state;
  }

  /** What Zeek writes as {@code conn_state}. */
  public String state() {
    return state;
  }
}
