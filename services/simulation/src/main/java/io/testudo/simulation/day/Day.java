package io.testudo.simulation.day;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.scene.Actor;
import io.testudo.simulation.scene.Scene;
import java.util.LinkedHashMap;
import java.util.Map;

/** All honest actors. */
public final class Day {

  private static final Map<String, Actor> ACTORS = new LinkedHashMap<>();

  static {
    ACTORS.put("office workers", new OfficeWorkers());
    ACTORS.put("domain members", new DomainMembers());
    ACTORS.put("internet noise", new InternetNoise());
    ACTORS.put("background", new Background());
    ACTORS.put("backups", new Backups());
    ACTORS.put("watchers", new Watchers());
    ACTORS.put("administration", new Administration());
    ACTORS.put("updates", new Updates());
    ACTORS.put("broken things", new BrokenThings());
    ACTORS.put("chatter", new Chatter());
    ACTORS.put("technicians", new Technicians());
    ACTORS.put("remote workers", new RemoteWorkers());
  }

  private Day() {}

  /** Plays the day: each actor with a stream of its own. */
  public static void play(Scene scene, Chance chance) {
    ACTORS.forEach((name, actor) -> actor.play(scene, chance.stream(name)));
  }
}
