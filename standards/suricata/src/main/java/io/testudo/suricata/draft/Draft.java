package io.testudo.suricata.draft;

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
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A rule while its options are read one after another. */
public final class Draft {
  public final List<SightCheck> checks = new ArrayList<>();
  public final List<Look> otherLooks = new ArrayList<>(1);
  public final List<Effect> effects = new ArrayList<>(1);
  public final List<GroupDraft> groups = new ArrayList<>(2);
  public final Map<String, Integer> slots = new HashMap<>(2);
  public final boolean isExchange;
  public Set<String> applications;
  public Sides sides = Sides.BOTH;
  public @Nullable Threshold threshold;
  public boolean isSilent;
  public boolean isLoud;
  public boolean needsPacket;
  public boolean needsStream;
  public boolean onlyAddresses = true;
  public boolean onlyDecision = true;
  public boolean hasDecision;
  public boolean setsBits;
  public boolean readsBits;
  private @Nullable GroupDraft current;
  private @Nullable ContentDraft last;
  private @Nullable GroupDraft lastGroup;

  public Draft(Set<String> applications, boolean isExchange) {
    this.applications = new HashSet<>(applications);
    this.isExchange = isExchange;
  }

  /** The group that conditions are added to now; the payload where no other was named. */
  public GroupDraft group() {
    GroupDraft group = current;
    return group == null ? select(GroupDraft.Target.PAYLOAD, "", null, Sides.BOTH) : group;
  }

  /** The group that a condition is added to which may look from where the last content ended. */
  public GroupDraft group(boolean isRelative) {
    GroupDraft before = lastGroup;
    return isRelative && current == null && before != null ? before : group();
  }

  /** Begins another group at the same place, unless the present one is still empty. */
  public GroupDraft fresh() {
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
  public GroupDraft select(
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
  public void selectDecoded() throws MalformedRuleException {
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

  public void content(ContentDraft content) {
    GroupDraft group = group();
    group.add(content);
    last = content;
    lastGroup = group;
  }

  /** The content that an option is about. */
  public ContentDraft lastContent(String option) throws MalformedRuleException {
    ContentDraft content = last;
    if (content == null) {
      throw new MalformedRuleException(option + " must follow a content");
    }
    return content;
  }

  /** Moves the last content to a part of a message. */
  public void moveContent(MessageKeywords.Part part, String option)
      throws MalformedRuleException, UnsupportedKeywordException {
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
    imply(option, part.applications());
  }

  /** Says that, for a keyword, only conversations of these protocols can hold. */
  public void imply(String keyword, Set<String> protocols) throws UnsupportedKeywordException {
    if (protocols.isEmpty()) {
      return;
    }
    if (applications.isEmpty()) {
      applications.addAll(protocols);
      return;
    }
    String before = String.join(", ", new TreeSet<>(applications));
    applications.retainAll(protocols);
    if (applications.isEmpty()) {
      throw new UnsupportedKeywordException(
          keyword, "keyword " + keyword + " is not honoured for " + before);
    }
  }

  /** The slot of a number that is read under a name. */
  public int slot(String name) throws MalformedRuleException {
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
