package io.testudo.sigma.correlation;

import io.testudo.sigma.correlation.Plan.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * All groups of all correlations, within bounds. Where there are too many, those whose events came
 * too long ago go first, then the group that was longest without an event, which is counted. A
 * group that holds a large share of all events gives up its oldest events in place of others, so
 * that a flood in one does not push out the rest.
 */
final class GroupTable<P> {
  private static final int SWEEP_SHARE = 8;
  private static final int LARGE_SHARE = 8;

  private final Correlator.Limits limits;
  private final List<LinkedHashMap<List<String>, Group<P>>> byNode = new ArrayList<>();
  private final LinkedHashMap<Group<P>, Boolean> byUse = new LinkedHashMap<>(16, 0.75f, true);
  private int entries;
  private int untilSweep;
  private long horizon = Long.MIN_VALUE / 2;
  private long forgottenGroups;
  private long forgottenEvents;

  GroupTable(Correlator.Limits limits, int nodes) {
    this.limits = limits;
    for (int i = 0; i < nodes; i++) {
      byNode.add(new LinkedHashMap<>(16, 0.75f, true));
    }
  }

  /** What came before this moment, less the time span of its rule, is not needed any more. */
  void outlive(long before) {
    horizon = Math.max(horizon, before);
  }

  /** The group of this key; made, with room for it, where there is none. */
  Group<P> get(Node node, List<String> key, List<String> shownKey) {
    LinkedHashMap<List<String>, Group<P>> groups = byNode.get(node.order());
    Group<P> group = groups.get(key);
    if (group == null) {
      if (groups.size() >= limits.groupsPerRule() || byUse.size() >= limits.groups()) {
        sweep();
      }
      while (groups.size() >= limits.groupsPerRule()) {
        forget(groups.values().iterator().next());
      }
      while (byUse.size() >= limits.groups()) {
        forget(byUse.keySet().iterator().next());
      }
      group = new Group<>(node, key, shownKey);
      groups.put(key, group);
    }
    byUse.put(group, Boolean.TRUE);
    return group;
  }

  /** Takes an entry into a group, and makes room for it. */
  Group.Taken take(Group<P> group, Entry<P> entry) {
    Group.Taken taken = group.take(entry);
    if (taken != Group.Taken.NEW) {
      return taken;
    }
    entries++;
    entries -= group.dropOutlived(horizon);
    if (group.entries.size() > limits.eventsPerGroup()) {
      dropFirst(group);
    }
    if (entries > limits.events()) {
      sweep();
    }
    while (entries > limits.events()) {
      Group<P> eldest = byUse.keySet().iterator().next();
      if (eldest == group || isLarge(group)) {
        dropFirst(group);
      } else if (isLarge(eldest)) {
        dropFirst(eldest);
      } else {
        forget(eldest);
      }
    }
    return taken;
  }

  private boolean isLarge(Group<P> group) {
    return group.entries.size() > limits.events() / LARGE_SHARE;
  }

  private void dropFirst(Group<P> group) {
    entries -= group.dropFirst(1);
    forgottenEvents++;
  }

  private void forget(Group<P> group) {
    boolean outlived = group.entries.stream().allMatch(entry -> group.isOutlived(entry, horizon));
    forgottenGroups += outlived ? 0 : 1;
    remove(group);
  }

  private void remove(Group<P> group) {
    entries -= group.entries.size();
    group.forgotten = true;
    byUse.remove(group);
    byNode.get(group.node.order()).remove(group.key);
  }

  /** Drops what no window needs, unless that was done only just. */
  private void sweep() {
    if (--untilSweep > 0) {
      return;
    }
    untilSweep = byUse.size() / SWEEP_SHARE;
    List<Group<P>> empty = new ArrayList<>();
    for (Group<P> group : byUse.keySet()) {
      entries -= group.dropOutlived(horizon);
      if (group.entries.isEmpty()) {
        empty.add(group);
      }
    }
    empty.forEach(this::remove);
  }

  int size() {
    return byUse.size();
  }

  int entries() {
    return entries;
  }

  long forgottenGroups() {
    return forgottenGroups;
  }

  long forgottenEvents() {
    return forgottenEvents;
  }
}
