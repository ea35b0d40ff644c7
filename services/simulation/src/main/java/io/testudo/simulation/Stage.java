package io.testudo.simulation;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import java.time.Instant;
import java.util.List;

/**
 * A step of an intrusion as it really happened.
 *
 * @param name what step it is, as a slug, for instance {@code credential-theft}
 * @param method how it was done, as a slug, for instance {@code lsass-comsvcs}
 * @param description what happened, for a person
 * @param techniques the techniques of ATT&amp;CK that were used
 * @param tactics what the intruder was after
 * @param start time of its first event
 * @param end time of its last event
 * @param entities attacker, victims, accounts and tools, under every name that sensors use for them
 */
public record Stage(
    String name,
    String method,
    String description,
    List<Technique> techniques,
    List<Tactic> tactics,
    Instant start,
    Instant end,
    List<Entity> entities) {

  public Stage {
    if (end.isBefore(start)) {
      throw new IllegalArgumentException(
          "end (" + end + ") of stage " + name + " must not precede its start (" + start + ")");
    }
    techniques = techniques.stream().distinct().sorted().toList();
    tactics = tactics.stream().distinct().sorted().toList();
    entities = entities.stream().distinct().sorted().toList();
  }
}
