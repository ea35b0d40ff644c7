package io.testudo.simulation.scene;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office;
import io.testudo.simulation.office.Person;
import io.testudo.simulation.sensor.Proc;
import io.testudo.simulation.sensor.SecurityAudit;
import io.testudo.simulation.sensor.SecurityAudit.Approach;
import io.testudo.simulation.sensor.Session;
import io.testudo.simulation.sensor.Sysmon;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The office's Windows machines: the processes and sessions that run on them. */
public final class Windows {

  /** Where Windows keeps its own programs. */
  public static final String SYSTEM32 = "C:\\Windows\\System32\\";

  private final Office office;
  private final Sysmon sysmon;
  private final SecurityAudit audit;
  private final Chance chance;
  private final Instant start;
  private final Map<String, Proc> residents = new HashMap<>();
  private final Map<String, Session> desktops = new HashMap<>();

  Windows(Office office, Sysmon sysmon, SecurityAudit audit, Chance chance, Instant start) {
    this.office = office;
    this.sysmon = sysmon;
    this.audit = audit;
    this.chance = chance;
    this.start = start;
  }

  /** A process that has run since the machine was started. */
  public enum Resident {
    SYSTEM("System", ""),
    SERVICES(SYSTEM32 + "services.exe", SYSTEM32 + "services.exe"),
    LSASS(SYSTEM32 + "lsass.exe", SYSTEM32 + "lsass.exe"),
    SCHEDULER(SYSTEM32 + "svchost.exe", SYSTEM32 + "svchost.exe -k netsvcs -p -s Schedule"),
    DCOM(SYSTEM32 + "svchost.exe", SYSTEM32 + "svchost.exe -k DcomLaunch -p"),
    NETWORK(SYSTEM32 + "svchost.exe", SYSTEM32 + "svchost.exe -k NetworkService -p"),
    UPDATE(SYSTEM32 + "svchost.exe", SYSTEM32 + "svchost.exe -k netsvcs -p -s wuauserv"),
    REMOTE_DESKTOP(
        SYSTEM32 + "svchost.exe", SYSTEM32 + "svchost.exe -k NetworkService -s TermService"),
    DEFENDER(
        "C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.24050.7-0\\MsMpEng.exe",
        "\"C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.24050.7-0\\MsMpEng.exe\""),
    AGENT("C:\\Windows\\CCM\\CcmExec.exe", "C:\\Windows\\CCM\\CcmExec.exe"),
    DATABASE(
        "C:\\Program Files\\Microsoft SQL Server\\MSSQL15.MSSQLSERVER\\MSSQL\\Binn\\sqlservr.exe",
        "\"C:\\Program Files\\Microsoft SQL Server\\MSSQL15.MSSQLSERVER\\MSSQL\\Binn\\sqlservr.exe\""
            + " -sMSSQLSERVER");

    private final String image;
    private final String commandLine;

    Resident(String image, String commandLine) {
      this.image = image;
      this.commandLine = commandLine;
    }
  }

  /** A process that has run since before the story begins. */
  public Proc resident(Machine machine, Resident which) {
    return residents.computeIfAbsent(
        machine.name() + "/" + which,
        key -> {
          Chance own = chance.stream("resident " + key);
          Instant boot =
              start.minus(chance.stream("boot " + machine.name()).seconds(4_000, 400_000));
          int id = which == Resident.SYSTEM ? 4 : machine.processId(own);
          Session session =
              which == Resident.NETWORK || which == Resident.REMOTE_DESKTOP
                  ? Session.NETWORK_SERVICE
                  : Session.SYSTEM;
          return new Proc(
              machine,
              id,
              Sysmon.guid(machine, boot.plusSeconds(which.ordinal()), id),
              which.image,
              which.commandLine,
              session);
        });
  }

  /** The session at the desk of a workstation, which began before the story does. */
  public Session desktop(Office.Desk desk) {
    return desktops.computeIfAbsent(
        desk.machine().name(),
        name -> {
          Chance own = chance.stream("desktop " + name);
          Instant since = start.minus(own.seconds(600, 9_000));
          return session(since, desk.person(), own, 1);
        });
  }

  /** The desktop's Explorer, parent of what its user starts. */
  public Proc explorer(Office.Desk desk) {
    return explorer(desk.machine(), desktop(desk));
  }

  /** The Explorer of a session. */
  public Proc explorer(Machine machine, Session session) {
    return residents.computeIfAbsent(
        machine.name() + "/explorer/" + session.logonId(),
        key -> {
          Chance own = chance.stream(key);
          int id = machine.processId(own);
          Instant since = start.minus(own.seconds(300, 5_000));
          return new Proc(
              machine,
              id,
              Sysmon.guid(machine, since, id),
              "C:\\Windows\\explorer.exe",
              "C:\\Windows\\Explorer.EXE",
              session);
        });
  }

  /** A session of a person's account that begins at {@code time}; nothing is recorded yet. */
  public Session session(Instant time, Person person, Chance own, int terminal) {
    String level =
        switch (person.role()) {
          case ADMINISTRATOR, SERVICE -> "High";
          case EMPLOYEE, DEVELOPER -> "Medium";
        };
    // Logon numbers count up from the start of the machine.
    long number =
        0x40000L
            + Math.abs(Duration.between(start.minusSeconds(500_000), time).toMillis()) / 13
            + own.between(1, 60);
    return new Session(
        office.netbiosDomain() + "\\" + person.account(),
        office.netbiosDomain(),
        person.account(),
        office.sid(person),
        "0x" + Long.toHexString(number),
        terminal,
        level);
  }

  /** An account logs on: event 4624 and, for administrators, 4672. */
  public Session logOn(
      Instant time, Machine machine, Person person, Approach approach, Chance own) {
    Session session = session(time, person, own, approach.type() == 10 ? 2 : 0);
    if (approach.type() == 3 || approach.type() == 5) {
      session = session.at("High");
    }
    audit.loggedOn(time, machine, session, approach);
    if (person.role() == Person.Role.ADMINISTRATOR || person.role() == Person.Role.SERVICE) {
      audit.privileged(time.plusMillis(1), machine, session);
    }
    return session;
  }

  /** A process is started in its parent's session. */
  public Proc run(Instant time, Proc parent, String image, String commandLine, Chance own) {
    return run(time, parent, parent.session(), image, commandLine, own);
  }

  /** A process is started in another session than its parent's. */
  public Proc run(
      Instant time, Proc parent, Session session, String image, String commandLine, Chance own) {
    Machine machine = parent.machine();
    int id = machine.processId(own);
    Proc process =
        new Proc(machine, id, Sysmon.guid(machine, time, id), image, commandLine, session);
    String directory =
        session.terminal() == 0
            ? "C:\\Windows\\system32\\"
            : "C:\\Users\\" + session.account() + "\\";
    sysmon.created(time, process, parent, directory);
    audit.created(time.plusMillis(1), process, parent);
    return process;
  }

  /** A process that soon ends. */
  public Proc runBriefly(Instant time, Proc parent, String image, String commandLine, Chance own) {
    Proc process = run(time, parent, image, commandLine, own);
    end(time.plus(own.seconds(0.1, 2.5)), process);
    return process;
  }

  /** A process ends. */
  public void end(Instant time, Proc process) {
    sysmon.ended(time, process);
    audit.ended(time.plusMillis(1), process);
  }

  /** A program of Windows' own by its file name. */
  public static String system(String file) {
    return file.toLowerCase(Locale.ROOT).startsWith("powershell")
        ? SYSTEM32 + "WindowsPowerShell\\v1.0\\" + file
        : file.equalsIgnoreCase("wmic.exe") || file.equalsIgnoreCase("wmiprvse.exe")
            ? SYSTEM32 + "wbem\\" + file
            : SYSTEM32 + file;
  }
}
