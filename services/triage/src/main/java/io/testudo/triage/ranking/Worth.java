package io.testudo.triage.ranking;

import io.testudo.triage.grouping.Group;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How much a group is worth a person's time.
 *
 * <p>A finding weighs its severity (informational 0, low 0.1, medium 0.4, high 0.75, critical 0.95)
 * times its confidence. Findings of one kind of step (the furthest of their tactics) are views of
 * the same thing and count once, with the greatest weight; different steps combine as independent
 * grounds: worth = 1 − ∏(1 − weight). What weighs less than 0.05 is context: it is told, and is no
 * ground. A finding that repeats moves its confidence up to a tenth of the way to certainty.
 * Breadth = 1 − 0.6^(tactics − 1)·0.9^(machines − 1), with at most eight machines counted;
 * informational findings add no tactic. Score = 100 · worth · (0.55 + 0.45 · breadth). More
 * findings never lower it, and their mere number does not raise it.
 */
public record Worth(double worth, double score, List<Reason> reasons) {

  private static final int MOST_MACHINES = 8;
  private static final double LEAST_GROUND = 0.05;

  /** What this group is worth. */
  public static Worth of(Group group) {
    TreeMap<String, Double> bySteps = new TreeMap<>();
    TreeSet<Tactic> tactics = new TreeSet<>();
    TreeSet<Entity> machines = new TreeSet<>();
    Severity worst = Severity.INFORMATIONAL;
    for (Group.Joined joined : group.joined()) {
      Finding finding = joined.finding();
      bySteps.merge(
          step(finding),
          weight(finding.severity()) * confidence(finding, group.count(finding.id())),
          Math::max);
      if (finding.severity() != Severity.INFORMATIONAL) {
        tactics.addAll(finding.tactics());
      }
      worst = worst.or(finding.severity());
      finding.involved().stream()
          .map(involved -> involved.entity())
          .filter(
              entity -> entity.kind() == Entity.Kind.HOST || entity.kind() == Entity.Kind.ADDRESS)
          .forEach(machines::add);
    }
    double doubt = 1;
    for (double ground : bySteps.values()) {
      doubt *= 1 - (ground < LEAST_GROUND ? 0 : ground);
    }
    double worth = 1 - doubt;
    int counted = Math.min(MOST_MACHINES, Math.max(1, machines.size()));
    double breadth =
        1 - Math.pow(0.6, Math.max(0, tactics.size() - 1)) * Math.pow(0.9, counted - 1);
    double score = Math.clamp(100 * worth * (0.55 + 0.45 * breadth), 0, 100);
    score = Math.round(score * 10) / 10.0;
    return new Worth(
        worth, score, reasons(group, bySteps.size(), worth, worst, tactics, machines.size()));
  }

  private static String step(Finding finding) {
    return finding.tactics().isEmpty()
        ? finding.detector().kind() + "/" + finding.detector().id()
        : finding.tactics().getLast().slug();
  }

  private static double weight(Severity severity) {
    return switch (severity) {
      case INFORMATIONAL -> 0;
      case LOW -> 0.1;
      case MEDIUM -> 0.4;
      case HIGH -> 0.75;
      case CRITICAL -> 0.95;
    };
  }

  private static double confidence(Finding finding, long count) {
    double sure = finding.confidence().probability();
    return count <= 1 ? sure : sure + 0.1 * (1 - sure) * (1 - 1.0 / count);
  }

  private static List<Reason> reasons(
      Group group, int steps, double worth, Severity worst, TreeSet<Tactic> tactics, int machines) {
    List<Reason> reasons = new ArrayList<>();
    reasons.add(
        new Reason(
            "probability that something of it is real, weighted by severity",
            String.format(Locale.ROOT, "%.2f", worth),
            "from " + steps + (steps == 1 ? " kind of step" : " kinds of steps")));
    reasons.add(new Reason("worst severity", worst.name().toLowerCase(Locale.ROOT), ""));
    reasons.add(
        new Reason(
            "tactics, in the order of a campaign",
            tactics.isEmpty()
                ? "none known"
                : tactics.stream()
                    .map(tactic -> tactic.slug().replace('-', ' '))
                    .collect(Collectors.joining(", ")),
            ""));
    reasons.add(new Reason("machines", Integer.toString(machines), ""));
    reasons.add(new Reason("findings", Integer.toString(group.joined().size()), ""));
    return reasons;
  }
}
