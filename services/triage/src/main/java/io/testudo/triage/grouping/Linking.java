package io.testudo.triage.grouping;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.finding.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says whether two findings belong together.
 *
 * <p>Every entity that both involve weighs something, by its kind and by the parts it plays in the
 * earlier and the later one; they belong together if the weights sum to one. A machine that acts in
 * both weighs one, and so does a target that acts later: that is how an attacker moves on (less if
 * the earlier finding is less sure than even, in proportion). A machine that is only a target twice
 * weighs half, since servers are everybody's target. A target among many weighs its part of two, so
 * that a sweep does not tie together all that it touched. A machine that more than {@value #CROWD}
 * different actors touched weighs less as a target, in proportion. Programs and files that every
 * machine has weigh next to nothing.
 */
final class Linking {

  static final int CROWD = 4;

  private final Duration window;
  private final Crowds crowds;

  Linking(Duration window, Crowds crowds) {
    this.window = window;
    this.crowds = crowds;
  }

  /** The link between the two, or null if they do not belong together. */
  @Nullable Link between(Finding one, Finding other) {
    boolean inOrder = startsBefore(one, other);
    Finding earlier = inOrder ? one : other;
    Finding later = inOrder ? other : one;
    Duration gap = gap(earlier, later);
    if (gap.compareTo(window) > 0) {
      return null;
    }
    double strength = 0;
    double strongest = 0;
    String reason = "";
    for (Involvement before : earlier.involved()) {
      for (Involvement after : later.involved()) {
        if (before.entity().equals(after.entity())) {
          double weight = weight(before, after, earlier, later);
          strength += weight;
          if (weight > strongest) {
            strongest = weight;
            reason = reason(before, after);
          }
        }
      }
    }
    return strength < 1 ? null : new Link(strength, reason + ", " + told(gap));
  }

  private static boolean startsBefore(Finding one, Finding other) {
    int byTime = one.first().compareTo(other.first());
    return byTime != 0 ? byTime < 0 : one.id().compareTo(other.id()) <= 0;
  }

  private static Duration gap(Finding earlier, Finding later) {
    Instant end = earlier.last();
    return later.first().isAfter(end) ? Duration.between(end, later.first()) : Duration.ZERO;
  }

  private double weight(Involvement before, Involvement after, Finding earlier, Finding later) {
    Entity entity = before.entity();
    double weight =
        switch (entity.kind()) {
          case HOST, ADDRESS -> machine(before.role(), after.role(), entity);
          case USER -> user(before.role(), after.role());
          case DOMAIN -> 0.5;
          case SERVICE -> 0.3;
          case FILE -> 0.2;
          case PROCESS -> 0.1;
        };
    if (before.role() == Role.TARGET && after.role() == Role.ACTOR) {
      weight *= Math.min(1, earlier.confidence().probability() / 0.5);
    }
    weight *= share(before.role(), earlier) * share(after.role(), later);
    return before.role() == Role.ACTOR && after.role() == Role.ACTOR
        ? weight
        : weight * Math.min(1, (double) CROWD / Math.max(1, crowds.actorsOn(entity)));
  }

  private static double machine(Role before, Role after, Entity entity) {
    if (before == Role.ACTOR && after == Role.ACTOR) {
      return 1;
    }
    if (before == Role.TARGET && after == Role.ACTOR) {
      return 1;
    }
    if (before == Role.ACTOR && after == Role.TARGET) {
      return 0.6;
    }
    return isOutside(entity) ? 1 : 0.5;
  }

  private static boolean isOutside(Entity entity) {
    if (entity.kind() != Entity.Kind.ADDRESS) {
      return false;
    }
    IpAddress address = IpAddress.parseOrNull(entity.name());
    return address != null && !address.isInternal();
  }

  private static double user(Role before, Role after) {
    if (before == Role.ACTOR && after == Role.ACTOR) {
      return 0.7;
    }
    return before == Role.TARGET && after == Role.TARGET ? 0.3 : 0.6;
  }

  /** A target among many counts for its part of two. */
  private static double share(Role role, Finding finding) {
    if (role != Role.TARGET) {
      return 1;
    }
    long machines =
        finding.involved().stream()
            .filter(involved -> involved.role() == Role.TARGET)
            .filter(involved -> involved.entity().kind() != Entity.Kind.USER)
            .count();
    return Math.min(1, 2.0 / Math.max(1, machines));
  }

  private static String reason(Involvement before, Involvement after) {
    String name =
        before.entity().kind().name().toLowerCase(Locale.ROOT) + " " + before.entity().name();
    if (before.role() == Role.TARGET && after.role() == Role.ACTOR) {
      return name + " was a target there and acts afterwards";
    }
    if (before.role() == after.role()) {
      return switch (before.role()) {
        case ACTOR -> name + " acts in both";
        case TARGET -> name + " is a target in both";
        case INVOLVED -> name + " is involved in both";
      };
    }
    return name + " is " + word(before.role()) + " there and " + word(after.role()) + " afterwards";
  }

  private static String word(Role role) {
    return switch (role) {
      case ACTOR -> "the actor";
      case TARGET -> "a target";
      case INVOLVED -> "involved";
    };
  }

  private static String told(Duration gap) {
    if (gap.isZero()) {
      return "at the same time";
    }
    return gap.toMinutes() < 1 ? gap.toSeconds() + " s apart" : gap.toMinutes() + " min apart";
  }
}
