package io.testudo.app.web.story;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.finding.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks first about an incident: who, to whom, how sure, and where to look next.
 *
 * @param actors who acts, most findings first
 * @param targets who is acted against, most findings first
 * @param surest the finding with the highest confidence, or null where no finding is left
 * @param likely how many findings are more likely true than not
 * @param next the gravest finding, the latest of equals: where to look first; null where none is
 *     left
 * @param question the first thing that its detector could not know; empty where it knew all
 */
public record Brief(
    List<Entity> actors,
    List<Entity> targets,
    @Nullable Finding surest,
    long likely,
    @Nullable Finding next,
    String question) {

  public Brief {
    actors = List.copyOf(actors);
    targets = List.copyOf(targets);
  }

  /** Of these findings. */
  static Brief of(List<Finding> findings) {
    Finding surest =
        findings.stream()
            .max(Comparator.comparingDouble(finding -> finding.confidence().probability()))
            .orElse(null);
    Finding next =
        findings.stream()
            .max(Comparator.comparing(Finding::severity).thenComparing(Finding::first))
            .orElse(null);
    return new Brief(
        ranked(findings, Role.ACTOR),
        ranked(findings, Role.TARGET),
        surest,
        findings.stream().filter(finding -> finding.confidence().probability() > 0.5).count(),
        next,
        next == null || next.unknowns().isEmpty() ? "" : next.unknowns().getFirst());
  }

  private static List<Entity> ranked(List<Finding> findings, Role role) {
    return findings.stream()
        .flatMap(finding -> Story.played(finding, role).stream().distinct())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .entrySet()
        .stream()
        .sorted(
            Map.Entry.<Entity, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
