package io.testudo.simulation.day;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Machine.Platform;
import io.testudo.simulation.office.Office;
import io.testudo.simulation.office.Office.Desk;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.scene.Actor;
import io.testudo.simulation.scene.Link;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.SecureShell.Known;
import io.testudo.simulation.scene.SecureShell.Proof;
import io.testudo.simulation.scene.SecureShell.Talk;
import io.testudo.simulation.scene.Web.Caller;
import io.testudo.simulation.scene.Web.Volume;
import io.testudo.simulation.scene.Windows;
import io.testudo.simulation.sensor.Proc;
import io.testudo.simulation.sensor.SyslogServer.Facility;
import io.testudo.simulation.sensor.SyslogServer.Program;
import io.testudo.simulation.sensor.Sysmon;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The developer, the configuration robot, and the Linux servers' own jobs. */
final class Technicians implements Actor {

  @Override
  public void play(Scene scene, Chance chance) {
    Office office = scene.office();
    List<Machine> linux =
        office.servers().stream().filter(m -> m.platform() == Platform.LINUX).toList();
    develop(scene, linux, chance.stream("developer"));
    Machine robot = office.at(Post.BUILD_SERVER);
    scene.regularly(
        Duration.ofMinutes(30),
        Duration.ofMinutes(1),
        chance.stream("robot"),
        (time, own) -> configure(scene, robot, linux, time, own));
    Honest.always(
        scene,
        "configuration-robot",
        robot.name() + " logs on to every Linux server every half hour",
        robot);
    for (Machine machine : linux) {
      jobs(scene, machine, chance.stream("jobs " + machine.name()));
    }
  }

  private static void develop(Scene scene, List<Machine> linux, Chance chance) {
    Desk desk = scene.office().development();
    String user = desk.person().account();
    scene.nowAndThen(
        Duration.ofMinutes(9),
        chance.stream("ssh"),
        (time, own) -> {
          Machine server = own.pick(linux);
          if (own.happens(0.12)) {
            scene
                .shell()
                .fail(
                    time,
                    desk.machine(),
                    server,
                    Talk.attempt("SSH-2.0-OpenSSH_for_Windows_8.1", user),
                    Known.NAME,
                    own.between(1, 2),
                    own);
          }
          Proc client =
              scene
                  .windows()
                  .run(
                      time.plusSeconds(12),
                      scene.windows().explorer(desk),
                      Windows.SYSTEM32 + "OpenSSH\\ssh.exe",
                      "ssh " + user + "@" + server.name(),
                      own);
          Link link =
              scene
                  .shell()
                  .session(
                      time.plusSeconds(13),
                      desk.machine(),
                      server,
                      new Talk(
                          "SSH-2.0-OpenSSH_for_Windows_8.1",
                          user,
                          own.size(9_000, 0.6, 90_000),
                          own.size(90_000, 1.0, 9_000_000),
                          30,
                          own.seconds(60, 900)),
                      Proof.KEY,
                      own);
          scene
              .sysmon()
              .connected(time.plusSeconds(13), client, Sysmon.Direction.OUT, "tcp", link.socket());
          if (own.happens(0.5)) {
            scene
                .linux()
                .sudo(
                    time.plusSeconds(40),
                    server,
                    user,
                    "/home/" + user,
                    own.pick(
                        "/usr/bin/systemctl restart nginx",
                        "/usr/bin/tail -f /var/log/syslog",
                        "/usr/bin/docker ps",
                        "/usr/bin/apt-get update"));
          }
          scene.windows().end(link.end(), client);
        });
    scene.nowAndThen(
        Duration.ofMinutes(14),
        chance.stream("git"),
        (time, own) -> {
          Machine site = scene.office().site("github.com");
          Proc git =
              scene
                  .windows()
                  .run(
                      time,
                      scene.windows().explorer(desk),
                      "C:\\Program Files\\Git\\cmd\\git.exe",
                      "git "
                          + own.pick(
                              "fetch --all",
                              "push origin main",
                              "clone https://github.com/apache/commons-csv"),
                      own);
          Link link =
              scene
                  .web()
                  .https(
                      time.plusMillis(300),
                      Caller.of(git),
                      site,
                      new Volume(
                          own.size(60_000, 1.4, 20_000_000),
                          own.size(900_000, 1.4, 60_000_000),
                          2,
                          Duration.ofMillis(200)),
                      own);
          scene.windows().end(link.end(), git);
        });
    Honest.always(
        scene, "developer", desk.person().fullName() + " uses SSH to many servers", desk.machine());
  }

  private static void configure(
      Scene scene, Machine robot, List<Machine> linux, Instant time, Chance chance) {
    Instant now = time;
    for (Machine server : linux) {
      if (server != robot) {
        scene
            .shell()
            .session(
                now,
                robot,
                server,
                new Talk(
                    "SSH-2.0-OpenSSH_8.9p1 Ubuntu-3ubuntu0.7",
                    "ansible",
                    24_000,
                    18_000,
                    12,
                    Duration.ofSeconds(7)),
                Proof.KEY,
                chance);
        scene
            .linux()
            .sudo(
                now.plusSeconds(2),
                server,
                "ansible",
                "/home/ansible",
                "/bin/sh -c echo BECOME-SUCCESS-" + chance.hex(12) + " ; /usr/bin/python3");
        now = now.plus(chance.seconds(0.5, 3));
      }
    }
  }

  private static void jobs(Scene scene, Machine machine, Chance chance) {
    scene.regularly(
        Duration.ofMinutes(5),
        Duration.ofMillis(400),
        chance.stream("sysstat"),
        (time, own) ->
            scene
                .linux()
                .cron(
                    time,
                    machine,
                    "root",
                    "command -v debian-sa1 > /dev/null && debian-sa1 1 1",
                    own));
    scene.regularly(
        Duration.ofMinutes(60),
        Duration.ofMillis(400),
        chance.stream("hourly"),
        (time, own) ->
            scene
                .linux()
                .cron(time, machine, "root", "cd / && run-parts --report /etc/cron.hourly", own));
    scene.nowAndThen(
        Duration.ofMinutes(6),
        chance.stream("systemd"),
        (time, own) ->
            scene
                .linux()
                .say(
                    time,
                    machine,
                    Facility.DAEMON,
                    new Program("systemd", 1),
                    own.pick(
                        "Started Session " + own.between(2, 900) + " of User ansible.",
                        "logrotate.service: Deactivated successfully.",
                        "Starting Refresh fwupd metadata and update motd...",
                        "Finished Message of the Day.",
                        "systemd-tmpfiles-clean.service: Deactivated successfully.")));
    scene.nowAndThen(
        Duration.ofMinutes(20),
        chance.stream("audit"),
        (time, own) ->
            scene
                .linux()
                .executed(
                    time,
                    machine,
                    0,
                    own.pick(
                        "/usr/sbin/logrotate /etc/logrotate.conf",
                        "/usr/bin/df -h",
                        "/usr/bin/find /var/tmp -mtime +7 -delete",
                        "/usr/bin/curl -s http://127.0.0.1:8080/health"),
                    own));
  }
}
