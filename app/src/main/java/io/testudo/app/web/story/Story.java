package io.testudo.app.web.story;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.incident.Incident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An incident told in the order of time: a summary, and one sentence for each step.
 *
 * @param summary what happened, in one sentence
 * @param brief who, to whom, how sure, where next
 * @param steps the sentences
 */
public record Story(String summary, Brief brief, List<Step> steps) {

  public Story {
    steps = List.copyOf(steps);
  }

  /**
   * One sentence: consecutive findings of the same detector about the same actors are one step.
   *
   * @param first when it began
   * @param last when it ended
   * @param times how many findings it stands for
   * @param tactic what the attacker was after, or null where it is not known
   * @param severity the worst of its findings'
   * @param actors who acted
   * @param targets who was acted against
   * @param places where it was seen
   * @param title what happened
   * @param because the leading reason
   * @param findingId the first finding of the step
   */
  public record Step(
      Instant first,
      Instant last,
      int times,
      @Nullable Tactic tactic,
      Severity severity,
      List<Entity> actors,
      List<Entity> targets,
      List<Entity> places,
      String title,
      String because,
      String findingId) {}

  /** Tells the incident of these findings. */
  public static Story of(Incident incident, List<Finding> findings) {
    List<Finding> ordered =
        findings.stream()
            .sorted(Comparator.comparing(Finding::first).thenComparing(Finding::id))
            .toList();
    List<Step> steps = new ArrayList<>();
    Finding before = null;
    for (Finding finding : ordered) {
      if (before != null && continues(before, finding)) {
        steps.set(steps.size() - 1, extended(steps.getLast(), finding));
      } else {
        steps.add(step(finding));
      }
      before = finding;
    }
    return new Story(summary(incident), Brief.of(ordered), steps);
  }

  private static boolean continues(Finding before, Finding next) {
    return before.detector().kind() == next.detector().kind()
        && before.detector().id().equals(next.detector().id())
        && before.title().equals(next.title())
        && played(before, Role.ACTOR).equals(played(next, Role.ACTOR));
  }

  private static Step step(Finding finding) {
    return new Step(
        finding.first(),
        finding.last(),
        1,
        finding.tactics().isEmpty() ? null : finding.tactics().getFirst(),
        finding.severity(),
        played(finding, Role.ACTOR),
        played(finding, Role.TARGET),
        played(finding, Role.INVOLVED),
        finding.title(),
        clause(finding.reasons().getFirst()),
        finding.id());
  }

  private static Step extended(Step step, Finding next) {
    return new Step(
        step.first(),
        next.last().isAfter(step.last()) ? next.last() : step.last(),
        step.times() + 1,
        step.tactic(),
        step.severity().or(next.severity()),
        step.actors(),
        union(step.targets(), played(next, Role.TARGET)),
        union(step.places(), played(next, Role.INVOLVED)),
        step.title(),
        step.because(),
        step.findingId());
  }

  private static List<Entity> union(List<Entity> some, List<Entity> others) {
    List<Entity> all = new ArrayList<>(some);
    others.stream().filter(other -> !some.contains(other)).forEach(all::add);
    return all;
  }

  private static String clause(Reason reason) {
    String what = reason.what();
    String begun =
        what.isEmpty()
            ? ""
            : what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1) + ": ";
    String clause = begun + reason.observed();
    return reason.expected().isEmpty() ? clause : clause + " (" + reason.expected() + ")";
  }

  static List<Entity> played(Finding finding, Role role) {
    return finding.involved().stream()
        .filter(part -> part.role() == role)
        .map(Involvement::entity)
        .toList();
  }

  private static String summary(Incident incident) {
    StringBuilder text = new StringBuilder();
    int count = incident.members().size();
    text.append(count == 1 ? "One finding" : Wording.number(count) + " findings")
        .append(" in ")
        .append(Wording.span(incident.first(), incident.last()));
    List<Tactic> tactics = incident.tactics();
    if (tactics.size() == 1) {
      text.append(", all towards ").append(Wording.tactic(tactics.getFirst()));
    } else if (tactics.size() > 1) {
      text.append(" over ")
          .append(tactics.size())
          .append(" tactics, from ")
          .append(Wording.tactic(tactics.getFirst()))
          .append(" to ")
          .append(Wording.tactic(tactics.getLast()));
    }
    text.append('.');
    return text.toString();
  }
}
