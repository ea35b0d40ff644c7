package io.testudo.simulation.day;

import io.testudo.simulation.Episode;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.scene.Scene;
import io.testudo.vocabulary.entity.Entity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Labels of what is harmless. */
final class Honest {

  private Honest() {}

  /** Something that goes on all the time. */
  static void always(Scene scene, String name, String description, Machine... machines) {
    during(scene, name, description, scene.start(), scene.end(), machines);
  }

  /** Something that happens once. */
  static void during(
      Scene scene,
      String name,
      String description,
      Instant start,
      Instant end,
      Machine... machines) {
    List<Entity> entities = new ArrayList<>();
    for (Machine machine : machines) {
      entities.add(Entity.of(machine.address()));
      if (machine.zone().internal()) {
        entities.add(new Entity(Entity.Kind.HOST, machine.dnsName()));
        entities.add(new Entity(Entity.Kind.HOST, machine.name()));
      } else {
        entities.add(new Entity(Entity.Kind.DOMAIN, machine.dnsName()));
      }
    }
    scene.labels().episode(new Episode(name, description, start, end, entities));
  }
}
