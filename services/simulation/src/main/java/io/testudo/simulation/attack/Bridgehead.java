package io.testudo.simulation.attack;

import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Person;
import io.testudo.simulation.sensor.Proc;

/** A machine that the intruder works from. */
sealed interface Bridgehead {

  /** The machine. */
  Machine machine();

  /** The account that the intruder has in the domain. */
  Person account();

  /**
   * A machine with Windows.
   *
   * @param shell the process from which the intruder starts others
   */
  record OnWindows(Machine machine, Person account, Proc shell) implements Bridgehead {}

  /**
   * A machine with Linux.
   *
   * @param user the account that the intruder has on the machine
   */
  record OnLinux(Machine machine, Person account, String user) implements Bridgehead {}
}
