package io.testudo.simulation.scene;

import io.testudo.simulation.chance.Chance;

/** Somebody or something that acts during the whole of the story. */
public interface Actor {

  /** Plays its part from beginning to end. */
  void play(Scene scene, Chance chance);
}
