package io.testudo.simulation.scene;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.sensor.SyslogServer;
import io.testudo.simulation.sensor.SyslogServer.Facility;
import io.testudo.simulation.sensor.SyslogServer.Program;
import java.time.Instant;
import java.util.Locale;

/** What Linux machines write: sudo, cron, systemd, and the audit daemon's record of commands. */
public final class Linux {

  private final SyslogServer syslog;

  Linux(SyslogServer syslog) {
    this.syslog = syslog;
  }

  /** A command is run with another account's rights. */
  public void sudo(Instant time, Machine machine, String user, String directory, String command) {
    syslog.say(
        time,
        machine,
        Facility.AUTHPRIV,
        5,
        new Program("sudo", 0),
        "  " + user + " : TTY=pts/0 ; PWD=" + directory + " ; USER=root ; COMMAND=" + command);
  }

  /** The audit daemon records a command that was run: who ran it, and its arguments. */
  public void executed(Instant time, Machine machine, int userId, String command, Chance chance) {
    String[] words = command.split(" ", -1);
    String path = words[0].startsWith("/") ? words[0] : "/usr/bin/" + words[0];
    String name = path.substring(path.lastIndexOf('/') + 1);
    String stamp =
        String.format(
            Locale.ROOT,
            "msg=audit(%d.%03d:%d)",
            time.getEpochSecond(),
            time.getNano() / 1_000_000,
            chance.between(10_000, 900_000));
    int process = machine.processId(chance);
    Program daemon = new Program("audispd", 0);
    syslog.say(
        time.plusMillis(3),
        machine,
        Facility.USER,
        daemon,
        String.format(
            Locale.ROOT,
            "type=SYSCALL %s: arch=c000003e syscall=59 success=yes exit=0 items=2 ppid=%d pid=%d"
                + " auid=%d uid=%d gid=%d euid=%d tty=pts0 ses=%d comm=\"%s\" exe=\"%s\""
                + " key=\"exec\"",
            stamp,
            process - chance.between(1, 90),
            process,
            userId,
            userId,
            userId,
            userId,
            chance.between(3, 90),
            name,
            path));
    StringBuilder arguments = new StringBuilder();
    for (int i = 0; i < words.length; i++) {
      arguments.append(" a").append(i).append("=\"").append(words[i]).append('"');
    }
    syslog.say(
        time.plusMillis(3),
        machine,
        Facility.USER,
        daemon,
        "type=EXECVE " + stamp + ": argc=" + words.length + arguments);
  }

  /** A job of cron's. */
  public void cron(Instant time, Machine machine, String user, String command, Chance chance) {
    Program cron = new Program("CRON", machine.processId(chance));
    syslog.say(
        time,
        machine,
        Facility.AUTHPRIV,
        cron,
        "pam_unix(cron:session): session opened for user " + user + "(uid=0) by (uid=0)");
    syslog.say(
        time.plusMillis(4), machine, Facility.CRON, cron, "(" + user + ") CMD (" + command + ")");
    syslog.say(
        time.plus(chance.seconds(0.1, 3)),
        machine,
        Facility.AUTHPRIV,
        cron,
        "pam_unix(cron:session): session closed for user " + user);
  }

  /** A program says something. */
  public void say(Instant time, Machine machine, Facility facility, String program, String text) {
    syslog.say(time, machine, facility, new Program(program, 0), text);
  }

  /** A daemon says something. */
  public void say(Instant time, Machine machine, Facility facility, Program program, String text) {
    syslog.say(time, machine, facility, program, text);
  }
}
