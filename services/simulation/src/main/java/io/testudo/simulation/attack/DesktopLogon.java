package io.testudo.simulation.attack;

import io.testudo.simulation.attack.Bridgehead.OnWindows;
import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Person;
import io.testudo.simulation.scene.RemoteDesktop;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.Windows;
import io.testudo.simulation.sensor.Proc;
import io.testudo.simulation.sensor.Sysmon;
import java.time.Instant;

/** A person's desktop is opened on the other machine. */
final class DesktopLogon {

  private final Move move;
  private final Scene scene;
  private final Chance chance;
  private final StageNotes notes;
  private final Person stolen;
  private final Machine target;

  DesktopLogon(Move move) {
    this.move = move;
    this.scene = move.scene;
    this.chance = move.chance;
    this.notes = move.notes;
    this.stolen = move.stolen;
    this.target = move.target;
  }

  LateralMovement.Won open(Instant start, OnWindows base) {
    Proc client =
        move.run(
            start,
            base.shell(),
            Windows.system("mstsc.exe"),
            "\"C:\\Windows\\system32\\mstsc.exe\" /v:" + target.name());
    scene
        .audit()
        .explicitCredentials(
            start.plusMillis(900),
            client,
            scene.office().netbiosDomain(),
            stolen.account(),
            target);
    RemoteDesktop.Opened opened =
        scene
            .remoteDesktop()
            .open(
                start.plusSeconds(1),
                base.machine(),
                target,
                stolen,
                chance.seconds(240, 500),
                chance);
    notes.link(opened.link());
    scene
        .sysmon()
        .connected(
            start.plusSeconds(1), client, Sysmon.Direction.OUT, "tcp", opened.link().socket());
    Proc explorer = scene.windows().explorer(target, opened.session());
    Instant now = start.plus(chance.seconds(15, 40));
    Proc shell =
        move.run(now, explorer, Windows.system("cmd.exe"), "\"C:\\Windows\\system32\\cmd.exe\"");
    move.look(now.plus(chance.seconds(3, 12)), shell);
    return move.won(
        "remote-desktop",
        new OnWindows(target, stolen, shell),
        "T1021",
        "T1021.001",
        "T1078.002",
        "T1078");
  }
}
