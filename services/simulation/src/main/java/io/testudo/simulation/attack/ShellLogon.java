package io.testudo.simulation.attack;

import io.testudo.simulation.attack.Bridgehead.OnLinux;
import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Person;
import io.testudo.simulation.scene.Link;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.SecureShell.Proof;
import io.testudo.simulation.scene.SecureShell.Talk;
import io.testudo.vocabulary.entity.Entity.Kind;
import java.time.Instant;
import java.util.List;

/** A shell is opened on the other machine with a key that was found. */
final class ShellLogon {

  private final Move move;
  private final Scene scene;
  private final Chance chance;
  private final StageNotes notes;
  private final Person stolen;
  private final Machine target;

  ShellLogon(Move move) {
    this.move = move;
    this.scene = move.scene;
    this.chance = move.chance;
    this.notes = move.notes;
    this.stolen = move.stolen;
    this.target = move.target;
  }

  LateralMovement.Won open(Instant start, OnLinux base) {
    String user = chance.pick("root", "deploy", "admin");
    scene
        .linux()
        .executed(
            start,
            base.machine(),
            1001,
            "/usr/bin/ssh -i /tmp/.k -o StrictHostKeyChecking=no " + user + "@" + target.ip(),
            chance);
    Link link =
        scene
            .shell()
            .session(
                start.plusMillis(300),
                base.machine(),
                target,
                new Talk(
                    "SSH-2.0-OpenSSH_8.9p1 Ubuntu-3ubuntu0.7",
                    user,
                    6_000,
                    60_000,
                    40,
                    chance.seconds(200, 480)),
                Proof.KEY,
                chance);
    notes.link(link);
    notes.entity(Kind.USER, user);
    Instant now = start.plus(chance.seconds(4, 10));
    for (String command :
        List.of(
            "id",
            "hostname",
            "df -h",
            "ls -la /srv /var/lib /opt",
            "cat /etc/passwd",
            "ss -tulpn")) {
      scene.linux().executed(now, target, user.equals("root") ? 0 : 1002, command, chance);
      now = now.plus(chance.seconds(3, 18));
    }
    return move.won(
        "ssh",
        new OnLinux(target, stolen, user),
        "T1021",
        "T1021.004",
        "T1078",
        "T1552.004",
        "T1083");
  }
}
