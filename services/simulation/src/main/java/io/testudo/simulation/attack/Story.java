package io.testudo.simulation.attack;

import io.testudo.simulation.chance.Chance;
import java.util.List;

/**
 * How an intrusion goes.
 *
 * @param entry how the intruder gets in
 * @param theft how the intruder comes by better credentials
 * @param movement how the intruder gets to the machine with the data
 * @param removal how the data leave
 */
record Story(Entry entry, Theft theft, Movement movement, Removal removal) {

  /** Ways in. */
  enum Entry {
    SSH_GUESSING,
    REMOTE_DESKTOP_GUESSING,
    VPN_GUESSING,
    PHISHING;

    /** Whether the intruder's first machine runs Windows. */
    boolean windows() {
      return this != SSH_GUESSING;
    }
  }

  /** Ways to credentials. */
  enum Theft {
    LSASS_COMSVCS,
    LSASS_PROCDUMP,
    REGISTRY_HIVES,
    KERBEROASTING,
    DCSYNC,
    SHADOW_FILE
  }

  /** Ways from one machine to the next. */
  enum Movement {
    PSEXEC,
    WMI,
    SCHEDULED_TASK,
    REMOTE_DESKTOP,
    SSH
  }

  /** Ways out for data. */
  enum Removal {
    HTTPS_UPLOAD,
    SFTP,
    DNS_TUNNEL,
    FTP
  }

  static Story choose(Chance chance) {
    Entry entry = chance.pick(List.of(Entry.values()));
    List<Theft> thefts =
        entry.windows()
            ? List.of(
                Theft.LSASS_COMSVCS,
                Theft.LSASS_PROCDUMP,
                Theft.REGISTRY_HIVES,
                Theft.KERBEROASTING,
                Theft.DCSYNC)
            : List.of(Theft.SHADOW_FILE, Theft.KERBEROASTING, Theft.DCSYNC);
    List<Movement> movements =
        entry.windows()
            ? List.of(
                Movement.PSEXEC, Movement.WMI, Movement.SCHEDULED_TASK, Movement.REMOTE_DESKTOP)
            : List.of(Movement.PSEXEC, Movement.WMI, Movement.SCHEDULED_TASK, Movement.SSH);
    return new Story(
        entry, chance.pick(thefts), chance.pick(movements), chance.pick(List.of(Removal.values())));
  }
}
