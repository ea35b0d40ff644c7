package io.testudo.simulation.day;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office;
import io.testudo.simulation.office.Office.Desk;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.scene.Actor;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.Web.Caller;
import io.testudo.simulation.scene.Web.Request;
import io.testudo.simulation.scene.Web.Volume;
import io.testudo.simulation.scene.Windows.Resident;
import io.testudo.simulation.sensor.Proc;
import io.testudo.simulation.sensor.Session;
import io.testudo.simulation.sensor.SyslogServer.Facility;
import java.time.Instant;
import java.util.List;

/** Updates: downloads, installers, services that are installed and restarted. */
final class Updates implements Actor {

  @Override
  public void play(Scene scene, Chance chance) {
    Office office = scene.office();
    for (Desk desk : office.desks()) {
      Chance own = chance.stream(desk.machine().name());
      if (own.happens(0.35)) {
        windows(scene, desk.machine(), scene.at(own.unit() * 0.9), own);
      }
      if (own.happens(0.25)) {
        browser(scene, desk.machine(), scene.at(own.unit() * 0.9), own);
      }
    }
    for (Post post : List.of(Post.INTRANET, Post.BUILD_SERVER, Post.WEB_SERVER, Post.MONITORING)) {
      Chance own = chance.stream(post.name());
      linux(scene, office.at(post), scene.at(own.unit() * 0.9), own);
    }
  }

  private static void windows(Scene scene, Machine machine, Instant time, Chance chance) {
    Proc update = scene.windows().resident(machine, Resident.UPDATE);
    Machine site = scene.office().site("download.windowsupdate.com");
    Instant now = time;
    for (int i = chance.between(1, 3); i > 0; i--) {
      now =
          scene
              .web()
              .http(
                  now,
                  Caller.of(update),
                  site,
                  80,
                  Request.get(
                      "/d/msdownload/update/software/secu/2026/02/windows10.0-kb50"
                          + chance.between(30_000, 49_999)
                          + "-x64.cab",
                      "Windows-Update-Agent/10.0.10011.16384 Client-Protocol/2.50",
                      chance.size(30_000_000, 0.9, 240_000_000)),
                  chance)
              .end()
              .plus(chance.seconds(2, 30));
    }
    Proc services = scene.windows().resident(machine, Resident.SERVICES);
    Proc installer =
        scene
            .windows()
            .run(
                now,
                services,
                "C:\\Windows\\servicing\\TrustedInstaller.exe",
                "C:\\Windows\\servicing\\TrustedInstaller.exe",
                chance);
    scene.audit().serviceState(now.plusMillis(30), machine, "Windows Modules Installer", "running");
    for (int i = chance.between(3, 9); i > 0; i--) {
      now = now.plus(chance.seconds(1, 15));
      scene
          .sysmon()
          .fileCreated(
              now,
              installer,
              "C:\\Windows\\WinSxS\\Temp\\InFlight\\"
                  + chance.hex(16)
                  + "\\"
                  + chance.pick("ntdll.dll", "win32kfull.sys", "kernelbase.dll", "mshtml.dll"));
    }
    scene.windows().end(now.plusSeconds(60), installer);
    scene
        .audit()
        .serviceState(now.plusSeconds(61), machine, "Windows Modules Installer", "stopped");
    Honest.during(
        scene, "windows-update", machine.name() + " updates itself", time, now, machine, site);
  }

  private static void browser(Scene scene, Machine machine, Instant time, Chance chance) {
    Proc scheduler = scene.windows().resident(machine, Resident.SCHEDULER);
    String folder = "C:\\Program Files (x86)\\Microsoft\\EdgeUpdate\\";
    Proc updater =
        scene
            .windows()
            .run(
                time,
                scheduler,
                Session.SYSTEM,
                folder + "MicrosoftEdgeUpdate.exe",
                "\"" + folder + "MicrosoftEdgeUpdate.exe\" /ua /installsource scheduler",
                chance);
    Machine site = scene.office().site("msedge.b.tlu.dl.delivery.mp.microsoft.com");
    Instant done =
        scene
            .web()
            .https(
                time.plusSeconds(1),
                Caller.of(updater),
                site,
                Volume.once(4_000, chance.size(60_000_000, 0.4, 190_000_000)),
                chance)
            .end();
    scene.sysmon().fileCreated(done, updater, folder + "Download\\MicrosoftEdge_X64.exe");
    scene
        .audit()
        .serviceInstalled(
            done.plusSeconds(4),
            machine,
            Session.SYSTEM,
            "MicrosoftEdgeElevationService",
            "\"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\126.0.2592.87\\elevation_service.exe\"");
    scene.windows().end(done.plusSeconds(9), updater);
    Honest.during(
        scene,
        "browser-update",
        machine.name() + " installs a service with an update",
        time,
        done,
        machine);
  }

  private static void linux(Scene scene, Machine machine, Instant time, Chance chance) {
    scene
        .linux()
        .say(
            time,
            machine,
            Facility.DAEMON,
            "systemd",
            "Starting Daily apt upgrade and clean activities...");
    Machine site = scene.office().site("archive.ubuntu.com");
    Instant now = time.plusSeconds(2);
    for (String packageName :
        List.of(
            "openssl_3.0.2-0ubuntu1.16_amd64.deb",
            "curl_7.81.0-1ubuntu1.16_amd64.deb",
            "linux-image-generic.deb")) {
      now =
          scene
              .web()
              .http(
                  now,
                  Caller.of(machine),
                  site,
                  80,
                  Request.get(
                      "/ubuntu/pool/main/" + packageName,
                      "Debian APT-HTTP/1.3 (2.4.12)",
                      chance.size(4_000_000, 1.2, 60_000_000)),
                  chance)
              .end()
              .plusSeconds(1);
    }
    scene.linux().say(now, machine, Facility.DAEMON, "systemd", "Reloading.");
    scene
        .linux()
        .say(
            now.plusSeconds(2),
            machine,
            Facility.DAEMON,
            "systemd",
            "Stopping OpenBSD Secure Shell server...");
    scene
        .linux()
        .say(
            now.plusSeconds(3),
            machine,
            Facility.DAEMON,
            "systemd",
            "Started OpenBSD Secure Shell server.");
    scene
        .linux()
        .say(
            now.plusSeconds(5),
            machine,
            Facility.DAEMON,
            "systemd",
            "Finished Daily apt upgrade and clean activities.");
    Honest.during(scene, "linux-update", machine.name() + " upgrades packages", time, now, machine);
  }
}
