package io.testudo.simulation.sensor;

import io.testudo.simulation.office.Machine;

/**
 * A process on a Windows machine.
 *
 * @param machine where it runs
 * @param id its number
 * @param guid Sysmon's identifier for it
 * @param image path of its program
 * @param commandLine how it was started
 * @param session the session it runs in
 */
public record Proc(
    Machine machine, int id, String guid, String image, String commandLine, Session session) {

  /** The last part of its path. */
  public String program() {
    return image.substring(image.lastIndexOf('\\') + 1);
  }
}
