package io.testudo.simulation.attack;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.scene.Scene;

/** An intrusion from its first packet to its last. */
public final class Intrusion {

  private Intrusion() {}

  /** Plays an intrusion that chance chooses; answers its story in one line. */
  public static String play(Scene scene, Chance chance) {
    Machine attacker = scene.office().stranger("host-" + chance.stream("a").hex(6) + ".example");
    scene
        .labels()
        .stage(
            new Reconnaissance(scene, chance.stream("scan")).fromOutside(scene.at(0.1), attacker));
    scene
        .labels()
        .stage(
            new PasswordGuessing(scene, chance.stream("guessing"))
                .overSsh(scene.at(0.2), attacker, scene.office().at(Post.SSH_GATEWAY), "deploy"));
    return "An intruder scans and guesses";
  }
}
