package io.testudo.simulation.day;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Office.Desk;
import io.testudo.simulation.scene.Actor;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.Web.Caller;
import io.testudo.simulation.scene.Web.Volume;
import io.testudo.simulation.scene.Windows;
import io.testudo.simulation.scene.Windows.Resident;
import io.testudo.simulation.sensor.Proc;
import java.time.Duration;
import java.time.Instant;

/** What Windows and its programs start by themselves while somebody works. */
final class Background implements Actor {

  @Override
  public void play(Scene scene, Chance chance) {
    for (Desk desk : scene.office().desks()) {
      Chance own = chance.stream(desk.machine().name());
      scene.nowAndThen(
          Duration.ofSeconds(110),
          own.stream("helpers"),
          (time, c) -> helper(scene, desk, time, c));
      scene.nowAndThen(
          Duration.ofMinutes(22), own.stream("cloud"), (time, c) -> cloud(scene, desk, time, c));
      scene.nowAndThen(
          Duration.ofMinutes(40), own.stream("scripts"), (time, c) -> script(scene, desk, time, c));
    }
  }

  private static void helper(Scene scene, Desk desk, Instant time, Chance chance) {
    Windows windows = scene.windows();
    Proc launcher = windows.resident(desk.machine(), Resident.DCOM);
    String edge = "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe";
    String[] choice =
        chance.pick(
            new String[] {
              Windows.system("dllhost.exe"),
              "C:\\Windows\\system32\\DllHost.exe /Processid:{AB8902B4-09CA-4BB6-B78D-A8F59079A8D5}"
            },
            new String[] {
              Windows.system("backgroundTaskHost.exe"),
              "\"C:\\Windows\\system32\\backgroundTaskHost.exe\" -ServerName:CortanaUI.AppX8z9r6jm96hw4bsbneegw0kyxx296wr9t.mca"
            },
            new String[] {
              Windows.system("RuntimeBroker.exe"),
              "C:\\Windows\\System32\\RuntimeBroker.exe -Embedding"
            },
            new String[] {
              Windows.system("SearchProtocolHost.exe"),
              "\"C:\\Windows\\system32\\SearchProtocolHost.exe\" Global\\UsGthrFltPipeMssGthrPipe_S-1-5-21 1 -2147483646"
            },
            new String[] {
              Windows.system("smartscreen.exe"), "C:\\Windows\\System32\\smartscreen.exe -Embedding"
            },
            new String[] {
              edge,
              "\""
                  + edge
                  + "\" --type=renderer --lang=en-US --renderer-client-id="
                  + chance.between(5, 400)
            },
            new String[] {
              edge,
              "\"" + edge + "\" --type=utility --utility-sub-type=network.mojom.NetworkService"
            });
    Proc process = windows.run(time, launcher, windows.desktop(desk), choice[0], choice[1], chance);
    windows.end(time.plus(chance.seconds(4, 400)), process);
  }

  private static void cloud(Scene scene, Desk desk, Instant time, Chance chance) {
    Windows windows = scene.windows();
    String image =
        "C:\\Users\\"
            + desk.person().account()
            + "\\AppData\\Local\\Microsoft\\OneDrive\\OneDriveStandaloneUpdater.exe";
    Proc updater =
        windows.run(
            time,
            windows.resident(desk.machine(), Resident.SCHEDULER),
            windows.desktop(desk),
            image,
            image + " /reporting",
            chance);
    scene
        .web()
        .https(
            time.plusSeconds(1),
            Caller.of(updater),
            scene
                .office()
                .site(chance.pick("oneclient.sfx.ms", "g.live.com", "config.edge.skype.com")),
            Volume.once(chance.size(2_400, 0.5, 20_000), chance.size(9_000, 1.0, 900_000)),
            chance);
    windows.end(time.plus(chance.seconds(5, 30)), updater);
  }

  /** Log-on scripts, drive mappings and inventories that people's machines run. */
  private static void script(Scene scene, Desk desk, Instant time, Chance chance) {
    Windows windows = scene.windows();
    Proc cmd =
        windows.run(
            time,
            windows.explorer(desk),
            Windows.system("cmd.exe"),
            "C:\\Windows\\system32\\cmd.exe /c \"\\\\"
                + scene.office().dnsDomain()
                + "\\NETLOGON\\map-drives.cmd\"",
            chance);
    windows.runBriefly(
        time.plusMillis(300),
        cmd,
        Windows.system("net.exe"),
        "net  use P: \\\\files\\Projects /persistent:yes",
        chance);
    windows.end(time.plusSeconds(3), cmd);
  }
}
