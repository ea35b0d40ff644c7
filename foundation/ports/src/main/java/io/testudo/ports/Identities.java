package io.testudo.ports;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Identity;
import java.time.Instant;
import java.util.List;

/**
 * Whose an address was, and when.
 *
 * <p><b>What holds against whom.</b> Anybody on a network can ask for a lease under any name, so a
 * name that was merely said never outdoes one that was proved, and is no answer while another
 * address has the name. What two proved at once, and what one shares with many (a translating
 * gateway, a terminal server, an account that logs on everywhere), is no answer either: silence
 * rather than a wrong name. Who has taken a machine over can speak in that machine's name, and in
 * no other's.
 */
public interface Identities {

  /** Nothing is known. */
  Identities NONE = (entity, time) -> List.of();

  /** The identities of this entity that held at that time, uncontested; the surest first. */
  List<Identity> of(Entity entity, Instant time);
}
