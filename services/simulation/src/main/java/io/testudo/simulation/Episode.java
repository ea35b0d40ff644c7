package io.testudo.simulation;

import io.testudo.vocabulary.entity.Entity;
import java.time.Instant;
import java.util.List;

/**
 * Something harmless in a campaign that a detector may take for an attack.
 *
 * @param name what it is, as a slug, for instance {@code vulnerability-scan}
 * @param description what it is, for a person
 * @param start when it began
 * @param end when it ended
 * @param entities who and what took part
 */
public record Episode(
    String name, String description, Instant start, Instant end, List<Entity> entities) {

  public Episode {
    if (end.isBefore(start)) {
      throw new IllegalArgumentException(
          "end (" + end + ") of episode " + name + " must not precede its start (" + start + ")");
    }
    entities = entities.stream().distinct().sorted().toList();
  }
}
