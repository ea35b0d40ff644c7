package io.testudo.triage.grouping;

import io.testudo.ports.Identities;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Identity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says whether two findings belong together.
 *
 * <p>Every entity that both involve weighs something, by its kind and by the parts it plays in the
 * earlier and the later one; they belong together if the weights sum to one. A machine that acts in
 * both weighs one, and so does a target that acts later: that is how an attacker moves on (less if
 * the earlier finding is less sure than even, in proportion, unless the machine that acted there
 * did surer things before in the same group: then the move is as sure as these; and less if it was
 * only looked at, since a scan takes nothing over). A machine that is only a target twice weighs
 * half, since servers are everybody's target. A target among many weighs its part of two, so that a
 * sweep does not tie together all that it touched. A machine that more than {@value #CROWD}
 * different actors touched weighs less as a target, in proportion. Programs and files that every
 * machine has weigh next to nothing.
 *
 * <p>Two names count as one machine where {@link Identities} knows so at the time of either
 * finding: fully if the owner had to prove the name, else by {@value #MERELY_SAID}, so that a name
 * which anybody could have said ties nothing together alone.
 */
final class Linking {

  static final int CROWD = 4;

  private static final double EVEN = 0.5;
  private static final double LOOKED_AT = 0.6;
  private static final double MERELY_SAID = 0.7;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Set<Tactic> LOOKING = Set.of(Tactic.DISCOVERY, Tactic.RECONNAISSANCE);

  private final Duration window;
  private final Crowds crowds;
  private final Identities identities;
  private final Function<String, @Nullable Group> groups;

  /**
   * @param groups the group of a finding by the finding's id, null while it has none
   */
  Linking(
      Duration window,
      Crowds crowds,
      Identities identities,
      Function<String, @Nullable Group> groups) {
    this.window = window;
    this.crowds = crowds;
    this.identities = identities;
    this.groups = groups;
  }

  /** Whether the finding is less sure than even, and says that a machine acted on another. */
  static boolean isUnsureMove(Finding finding) {
    return finding.confidence().probability() < EVEN
        && finding.involved().stream().anyMatch(involved -> involved.role() == Role.TARGET);
  }

  /** Whether the finding says no more than that somebody looked: nothing was taken by that. */
  private static boolean isOnlyLookedAt(Finding finding) {
    return !finding.tactics().isEmpty() && LOOKING.containsAll(finding.tactics());
  }

  /** Whether a machine acts in both. */
  boolean sharesActor(Finding one, Finding other) {
    for (Involvement acting : one.involved()) {
      if (isActingMachine(acting)
          && (other.involved().contains(acting)
              || sameMachine(acting.entity(), one, other, Role.ACTOR) != null)) {
        return true;
      }
    }
    return false;
  }

  /** The identity by which the entity of the one finding has that part in the other, or null. */
  private @Nullable Identity sameMachine(Entity entity, Finding one, Finding other, Role role) {
    for (Identity identity : identities.of(entity, one.first())) {
      Involvement there = new Involvement(identity.other(entity), role);
      if (other.involved().contains(there)
          && identities.of(there.entity(), other.first()).stream()
              .anyMatch(later -> later.isOf(entity))) {
        return identity;
      }
    }
    return null;
  }

  private static boolean isActingMachine(Involvement involved) {
    return involved.role() == Role.ACTOR
        && (involved.entity().kind() == Entity.Kind.ADDRESS
            || involved.entity().kind() == Entity.Kind.HOST);
  }

  /**
   * How sure it is that the finding's actor meant harm: as sure as the finding, or as what the same
   * machine did before within the same group.
   */
  private double sureness(Finding finding) {
    double sure = finding.confidence().probability();
    Group group = sure >= EVEN ? null : groups.apply(finding.id());
    if (group == null) {
      return sure;
    }
    for (Group.Joined joined : group.joined()) {
      Finding before = joined.finding();
      if (before.confidence().probability() > sure
          && before.severity().ordinal() >= Severity.MEDIUM.ordinal()
          && !before.first().isAfter(finding.last())
          && sharesActor(finding, before)) {
        sure = before.confidence().probability();
      }
    }
    return sure;
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
    Set<Involvement> met = new HashSet<>();
    for (Involvement before : earlier.involved()) {
      for (Involvement after : later.involved()) {
        if (before.entity().equals(after.entity())) {
          met.add(before);
          met.add(after);
          double weight = weight(before, after, earlier, later);
          strength += weight;
          if (weight > strongest) {
            strongest = weight;
            reason = reason(before, after, sureness(earlier) > earlier.confidence().probability());
          }
        }
      }
    }
    for (Involvement before : earlier.involved()) {
      for (Involvement after : later.involved()) {
        Identity identity =
            met.contains(before) || met.contains(after)
                ? null
                : sameMachine(before.entity(), earlier, later, after.role());
        if (identity != null && identity.isOf(after.entity())) {
          met.add(before);
          met.add(after);
          double weight =
              weight(before, after, earlier, later)
                  * (identity.source().isAuthenticated() ? 1 : MERELY_SAID);
          strength += weight;
          if (weight > strongest) {
            strongest = weight;
            boolean isLifted = sureness(earlier) > earlier.confidence().probability();
            reason = reason(before, after, isLifted) + " (" + told(identity) + ")";
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
      weight *= isOnlyLookedAt(earlier) ? LOOKED_AT : 1;
      weight *= Math.min(1, sureness(earlier) / EVEN);
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

  private static String reason(Involvement before, Involvement after, boolean isLifted) {
    String name =
        before.entity().kind().name().toLowerCase(Locale.ROOT) + " " + before.entity().name();
    if (before.role() == Role.TARGET && after.role() == Role.ACTOR) {
      String moved = name + " was a target there and acts afterwards";
      return isLifted ? moved + ", and who acted there had done worse before" : moved;
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

  private static String told(Identity identity) {
    return identity.owner().name()
        + " had "
        + identity.address().name()
        + " from "
        + TIME.format(identity.since())
        + ", says "
        + identity.source().words();
  }

  private static String told(Duration gap) {
    if (gap.isZero()) {
      return "at the same time";
    }
    return gap.toMinutes() < 1 ? gap.toSeconds() + " s apart" : gap.toMinutes() + " min apart";
  }
}
