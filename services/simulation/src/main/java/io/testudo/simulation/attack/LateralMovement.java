package io.testudo.simulation.attack;

import io.testudo.simulation.Stage;
import io.testudo.simulation.attack.Bridgehead.OnLinux;
import io.testudo.simulation.attack.Bridgehead.OnWindows;
import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Person;
import io.testudo.simulation.scene.Scene;
import java.time.Instant;

/** How the intruder gets from the first machine to the one with the data. */
final class LateralMovement {

  private final Move move;

  /**
   * @param stolen the account whose credentials were stolen
   * @param target where the data are
   */
  LateralMovement(Scene scene, Chance chance, Person stolen, Machine target) {
    this.move = new Move(scene, chance, stolen, target);
  }

  /** A stage and the base that it won. */
  record Won(Stage stage, Bridgehead base) {}

  /** Plays the movement. */
  Won move(Instant start, Bridgehead base, Story.Movement movement) {
    move.notes.machine(base.machine()).at(start);
    return switch (base) {
      case OnWindows windows ->
          switch (movement) {
            case PSEXEC -> new PsExec(move).fromWindows(start, windows);
            case WMI -> new WmiExecution(move).fromWindows(start, windows);
            case SCHEDULED_TASK -> new RemoteTask(move).fromWindows(start, windows);
            case REMOTE_DESKTOP -> new DesktopLogon(move).open(start, windows);
            case SSH ->
                throw new IllegalArgumentException("movement (" + movement + ") must fit Windows");
          };
      case OnLinux linux ->
          switch (movement) {
            case PSEXEC -> new PsExec(move).fromLinux(start, linux);
            case WMI -> new WmiExecution(move).fromLinux(start, linux);
            case SCHEDULED_TASK -> new RemoteTask(move).fromLinux(start, linux);
            case SSH -> new ShellLogon(move).open(start, linux);
            case REMOTE_DESKTOP ->
                throw new IllegalArgumentException("movement (" + movement + ") must fit Linux");
          };
    };
  }
}
