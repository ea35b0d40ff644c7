package io.testudo.suricata.compile;

import io.testudo.suricata.payload.PayloadMatcher;
import io.testudo.suricata.rule.Effect;
import io.testudo.suricata.rule.Look;
import io.testudo.suricata.rule.Sides;
import io.testudo.suricata.rule.SightCheck;
import io.testudo.suricata.rule.Threshold;
import io.testudo.suricata.text.MalformedRuleException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule while its options are read one after another. */
final class Draft {
  final List<SightCheck> checks = new ArrayList<>();
  final List<Look> otherLooks = new ArrayList<>(1);
  final List<Effect> effects = new ArrayList<>(1);
  final List<GroupDraft> groups = new ArrayList<>(2);
  final Map<String, Integer> slots = new HashMap<>(2);
  final boolean isExchange;
  Set<String> applications;
  Sides sides = Sides.BOTH;
  @Nullable Threshold threshold;
  boolean isSilent;
  boolean isLoud;
  boolean needsPacket;
  boolean needsStream;
  boolean onlyAddresses = true;
  boolean onlyDecision = true;
  boolean hasDecision;
  boolean setsBits;
  boolean readsBits;
  private @Nullable GroupDraft current;
  private @Nullable ContentDraft last;
  private @Nullable GroupDraft lastGroup;

  Draft(Set<String> applications, boolean isExchange) {
    this.applications = new HashSet<>(applications);
    this.isExchange = isExchange;
  }

  /** The group that conditions are added to now; the payload where no other was named. */
  GroupDraft group() {
    GroupDraft group = current;
    return group == null ? select(GroupDraft.Target.PAYLOAD, "", null, Sides.BOTH) : group;
  }

  /** The group that a condition is added to which may look from where the last content ended. */
  GroupDraft group(boolean isRelative) {
    GroupDraft before = lastGroup;
    return isRelative && current == null && before != null ? before : group();
  }

  /** Begins another group at the same place, unless the present one is still empty. */
  GroupDraft fresh() {
    GroupDraft now = group();
    if (now.isEmpty()) {
      return now;
    }
    GroupDraft next = new GroupDraft(now.target, now.name, now.part, now.sides);
    groups.add(next);
    current = next;
    return next;
  }

  /** Makes conditions that follow look at a place. */
  GroupDraft select(
      GroupDraft.Target target, String name, MessageKeywords.@Nullable Part part, Sides wanted) {
    boolean many = part != null && part.isMany();
    for (GroupDraft group : groups) {
      if (!many && group.target == target && group.name.equals(name) && group.sides == wanted) {
        current = group;
        return group;
      }
    }
    GroupDraft group = new GroupDraft(target, name, part, wanted);
    groups.add(group);
    current = group;
    return group;
  }

  /** Makes conditions that follow look at what base64 spells. */
  void selectDecoded() throws MalformedRuleException {
    for (int i = groups.size() - 1; i >= 0; i--) {
      GroupDraft group = groups.get(i);
      if (group.hasBase64()) {
        GroupDraft inner = new GroupDraft(group.target, group.name, group.part, group.sides);
        group.within(inner);
        current = inner;
        return;
      }
    }
    throw new MalformedRuleException("base64_data must follow base64_decode");
  }

  void content(ContentDraft content) {
    GroupDraft group = group();
    group.add(content);
    last = content;
    lastGroup = group;
  }

  /** The content that an option is about. */
  ContentDraft lastContent(String option) throws MalformedRuleException {
    ContentDraft content = last;
    if (content == null) {
      throw new MalformedRuleException(option + " must follow a content");
    }
    return content;
  }

  /** Moves the last content to a part of a message. */
  void moveContent(MessageKeywords.Part part, String option) throws MalformedRuleException {
    ContentDraft content = lastContent(option);
    GroupDraft from = lastGroup;
    if (from != null) {
      from.remove(content);
    }
    GroupDraft now = current;
    GroupDraft to = select(GroupDraft.Target.MESSAGE, part.name(), part, part.sides());
    to.add(content);
    lastGroup = to;
    current = now == from ? null : now;
    imply(part.applications());
  }

  /** Says that only conversations of these protocols can hold. */
  void imply(Set<String> protocols) {
    if (protocols.isEmpty()) {
      return;
    }
    if (applications.isEmpty()) {
      applications.addAll(protocols);
    } else if (applications.stream().anyMatch(protocols::contains)) {
      applications.retainAll(protocols);
    }
  }

  /** The slot of a number that is read under a name. */
  int slot(String name) throws MalformedRuleException {
    Integer slot = slots.get(name);
    if (slot == null) {
      slot = slots.size();
      if (slot >= PayloadMatcher.mostSlots()) {
        throw new MalformedRuleException("rule must not read more than " + slot + " numbers");
      }
      slots.put(name, slot);
    }
    return slot;
  }
}
