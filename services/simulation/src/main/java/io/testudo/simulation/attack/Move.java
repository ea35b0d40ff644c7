package io.testudo.simulation.attack;

import io.testudo.simulation.attack.Bridgehead.OnLinux;
import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Person;
import io.testudo.simulation.scene.FileSharing.Mount;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.Windows;
import io.testudo.simulation.sensor.Proc;
import io.testudo.simulation.sensor.SecurityAudit.Method;
import io.testudo.simulation.sensor.Session;
import io.testudo.vocabulary.finding.Tactic;
import java.time.Instant;
import java.util.List;

/**
 * What every way to another machine needs: whose credentials, to where, and what is noted of it.
 */
final class Move {

  final Scene scene;
  final Chance chance;
  final StageNotes notes;
  final Person stolen;
  final Machine target;

  /**
   * @param stolen the account whose credentials were stolen
   * @param target where the data are
   */
  Move(Scene scene, Chance chance, Person stolen, Machine target) {
    this.scene = scene;
    this.chance = chance;
    this.stolen = stolen;
    this.target = target;
    this.notes = new StageNotes(scene.office()).machine(target).person(stolen);
  }

  String account() {
    return scene.office().netbiosDomain() + "\\" + stolen.account();
  }

  Mount mount(Bridgehead base, Method method) {
    return new Mount(base.machine(), target, stolen, method);
  }

  Proc run(Instant time, Proc parent, String image, String commandLine) {
    return notes.process(time, scene.windows().run(time, parent, image, commandLine, chance));
  }

  Proc runAsSystem(Instant time, Proc parent, String image, String commandLine) {
    return notes.process(
        time, scene.windows().run(time, parent, Session.SYSTEM, image, commandLine, chance));
  }

  /** A few commands by which the intruder sees where it is. */
  void look(Instant start, Proc shell) {
    Instant now = start;
    for (String command : List.of("whoami", "ipconfig /all", "net share", "quser")) {
      if (chance.happens(0.7)) {
        String program = command.split(" ", -1)[0] + ".exe";
        scene.windows().runBriefly(now, shell, Windows.system(program), command, chance);
        notes.at(now);
      }
      now = now.plus(chance.seconds(3, 20));
    }
  }

  void tool(Instant time, OnLinux base, String script) {
    scene
        .linux()
        .executed(
            time,
            base.machine(),
            1001,
            "/usr/bin/python3 "
                + script
                + " "
                + scene.office().dnsDomain()
                + "/"
                + stolen.account()
                + "@"
                + target.ip()
                + " -hashes :"
                + chance.hex(32),
            chance);
    notes.at(time);
  }

  LateralMovement.Won won(String method, Bridgehead base, String... techniques) {
    return new LateralMovement.Won(
        notes.stage(
            "lateral-movement",
            method,
            "With stolen credentials the intruder moves on to " + target.name(),
            List.of(techniques),
            Tactic.LATERAL_MOVEMENT,
            Tactic.EXECUTION),
        base);
  }
}
