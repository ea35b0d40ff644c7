package io.testudo.memory;

import io.testudo.ports.Identities;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Identity;
import io.testudo.vocabulary.entity.Identity.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The identities that were learned, in memory.
 *
 * <p>An identity also counts for {@link #TOLERANCE} before its record, since machines had their
 * addresses before somebody wrote it down. A session or lease of an address ends the one before it.
 * At most {@value #MOST_ENTITIES} entities are remembered, the ones that were longest not told of
 * are forgotten first, with at most {@value #MOST_EACH} identities each. Thread-safe.
 */
public final class MemoryIdentities implements Identities {

  /** How long before its record an identity counts. */
  public static final Duration TOLERANCE = Duration.ofHours(1);

  private static final int MOST_ENTITIES = 65_536;
  private static final int MOST_EACH = 32;
  private static final int CROWD = 4;

  private final LinkedHashMap<Entity, Deque<Identity>> known = new LinkedHashMap<>(16, 0.75f, true);

  /** Takes in what was learned. */
  public synchronized void learn(Identity identity) {
    remember(identity.address(), identity);
    remember(identity.owner(), identity);
  }

  private void remember(Entity entity, Identity identity) {
    Deque<Identity> all = known.computeIfAbsent(entity, key -> new ArrayDeque<>(2));
    if (all.contains(identity)) {
      return;
    }
    all.addLast(identity);
    if (all.size() > MOST_EACH) {
      all.removeFirst();
    }
    if (known.size() > MOST_ENTITIES) {
      known.remove(known.keySet().iterator().next());
    }
  }

  @Override
  public synchronized List<Identity> of(Entity entity, Instant time) {
    Map<Entity, Identity> best = new LinkedHashMap<>();
    for (Identity identity : all(entity)) {
      if (covers(identity, time) && !isContested(identity, time)) {
        best.merge(
            identity.other(entity),
            identity,
            (one, other) -> one.source().compareTo(other.source()) <= 0 ? one : other);
      }
    }
    return best.values().stream()
        .sorted(Comparator.comparing(Identity::source).thenComparing(Identity::since))
        .toList();
  }

  private Iterable<Identity> all(Entity entity) {
    Deque<Identity> all = known.get(entity);
    return all == null ? List.of() : all;
  }

  private boolean covers(Identity identity, Instant time) {
    if (time.isBefore(identity.since().minus(TOLERANCE)) || time.isAfter(identity.until())) {
      return false;
    }
    for (Identity later : all(identity.address())) {
      if (ends(later, identity) && !later.since().isAfter(time)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the later one's beginning is the earlier one's end: the giver has the address back. */
  private static boolean ends(Identity later, Identity earlier) {
    boolean given = earlier.source() == Source.LEASE || earlier.source() == Source.VPN_SESSION;
    return given
        && later.source() == earlier.source()
        && later.owner().kind() == earlier.owner().kind()
        && !later.owner().equals(earlier.owner())
        && later.since().isAfter(earlier.since());
  }

  private boolean isContested(Identity identity, Instant time) {
    for (Identity rival : all(identity.address())) {
      if (rival.owner().kind() == identity.owner().kind()
          && !rival.owner().equals(identity.owner())
          && outdoes(rival, identity)
          && covers(rival, time)) {
        return true;
      }
    }
    java.util.Set<Entity> addresses = new java.util.HashSet<>();
    for (Identity rival : all(identity.owner())) {
      if (!covers(rival, time)) {
        continue;
      }
      addresses.add(rival.address());
      if (!identity.source().isAuthenticated()
          && !rival.address().equals(identity.address())
          && !(rival.source() == Source.LEASE && rival.witness().equals(identity.witness()))) {
        return true;
      }
    }
    return addresses.size() > CROWD;
  }

  private static boolean outdoes(Identity rival, Identity identity) {
    return rival.source().isAuthenticated() || !identity.source().isAuthenticated();
  }
}
