package io.testudo.simulation.office;

/** The part of the network that a machine is in. */
public enum Zone {
  /** Desks: workstations, printers, telephones. */
  CLIENTS,
  /** The server room. */
  SERVERS,
  /** What the Internet may reach. */
  DMZ,
  /** Addresses that the VPN gateway gives to people outside. */
  VPN,
  /** Everybody else. */
  INTERNET;

  /** Whether it belongs to the office. */
  public boolean internal() {
    return this != INTERNET;
  }
}
