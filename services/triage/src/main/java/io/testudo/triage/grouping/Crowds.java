package io.testudo.triage.grouping;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.finding.Finding;
import java.util.HashMap;
import java.util.Map;

/** How many different actors the remembered findings tell of per entity that they touched. */
final class Crowds {

  /** Per touched entity, per actor, in how many findings. */
  private final Map<Entity, Map<Entity, Integer>> actors = new HashMap<>();

  void add(Finding finding) {
    each(finding, 1);
  }

  void remove(Finding finding) {
    each(finding, -1);
  }

  private void each(Finding finding, int change) {
    for (Involvement touched : finding.involved()) {
      if (touched.role() == Role.ACTOR) {
        continue;
      }
      for (Involvement actor : finding.involved()) {
        if (isMachine(actor)) {
          count(touched.entity(), actor.entity(), change);
        }
      }
    }
  }

  private static boolean isMachine(Involvement involved) {
    return involved.role() == Role.ACTOR
        && (involved.entity().kind() == Entity.Kind.ADDRESS
            || involved.entity().kind() == Entity.Kind.HOST);
  }

  private void count(Entity touched, Entity actor, int change) {
    Map<Entity, Integer> counts = actors.computeIfAbsent(touched, key -> new HashMap<>(2));
    counts.merge(actor, change, Integer::sum);
    if (counts.getOrDefault(actor, 0) <= 0) {
      counts.remove(actor);
    }
    if (counts.isEmpty()) {
      actors.remove(touched);
    }
  }

  int actorsOn(Entity entity) {
    Map<Entity, Integer> counts = actors.get(entity);
    return counts == null ? 0 : counts.size();
  }
}
