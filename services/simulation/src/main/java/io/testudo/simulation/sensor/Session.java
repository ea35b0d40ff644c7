package io.testudo.simulation.sensor;

import java.util.Locale;

/**
 * A logon session of Windows.
 *
 * @param user the account, as {@code DOMAIN\name}
 * @param domain the part of {@code user} before the backslash
 * @param account the part after it
 * @param sid its security identifier
 * @param logonId the session's number on its machine, {@code 0x…}
 * @param terminal the terminal session; 0 where there is no desktop
 * @param integrity the integrity level of its processes
 */
public record Session(
    String user,
    String domain,
    String account,
    String sid,
    String logonId,
    int terminal,
    String integrity) {

  /** The system's own session on every machine. */
  public static final Session SYSTEM =
      new Session(
          "NT AUTHORITY\\SYSTEM", "NT AUTHORITY", "SYSTEM", "S-1-5-18", "0x3e7", 0, "System");

  /** The session of services with network rights. */
  public static final Session NETWORK_SERVICE =
      new Session(
          "NT AUTHORITY\\NETWORK SERVICE",
          "NT AUTHORITY",
          "NETWORK SERVICE",
          "S-1-5-20",
          "0x3e4",
          0,
          "System");

  /** This session with processes of another integrity level. */
  public Session at(String level) {
    return new Session(user, domain, account, sid, logonId, terminal, level);
  }

  /** The logon GUID that Sysmon derives for it. */
  String guid() {
    long id = Long.parseLong(logonId.substring(2), 16);
    return String.format(Locale.ROOT, "{00000000-0000-0000-%04x-%012x}", id & 0xFFFF, id >>> 16);
  }
}
