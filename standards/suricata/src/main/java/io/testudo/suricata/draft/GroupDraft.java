package io.testudo.suricata.draft;

import io.testudo.suricata.dataset.Lookup;
import io.testudo.suricata.payload.PayloadCheck;
import io.testudo.suricata.rule.Look;
import io.testudo.suricata.rule.Sides;
import io.testudo.suricata.transform.Base64Settings;
import io.testudo.suricata.transform.Transform;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is looked for in one place, while options still add to it. */
public final class GroupDraft {
  /** Where it is looked for. */
  public enum Target {
    PAYLOAD,
    HEADER,
    MESSAGE
  }

  public final Target target;
  public final String name;
  public final MessageKeywords.@Nullable Part part;
  public Sides sides;
  public Look.Absent absent = Look.Absent.FAILS;
  public final List<Transform> transforms = new ArrayList<>(1);
  public final List<Lookup> lookups = new ArrayList<>(0);
  private final List<Object> items = new ArrayList<>();
  private @Nullable Base64Settings base64;
  private @Nullable GroupDraft decoded;

  public GroupDraft(Target target, String name, MessageKeywords.@Nullable Part part, Sides sides) {
    this.target = target;
    this.name = name;
    this.part = part;
    this.sides = sides;
  }

  public void add(ContentDraft content) {
    items.add(content);
  }

  public void add(PayloadCheck check) {
    items.add(check);
  }

  public void remove(ContentDraft content) {
    items.remove(content);
  }

  public boolean isEmpty() {
    return items.isEmpty() && base64 == null && lookups.isEmpty();
  }

  /** Says that what follows the conditions so far is base64. */
  public void decode(Base64Settings settings) {
    base64 = settings;
  }

  public boolean hasBase64() {
    return base64 != null;
  }

  /** Takes the conditions on what the base64 spells. */
  public void within(GroupDraft inner) {
    decoded = inner;
  }

  public List<PayloadCheck> checks() {
    List<PayloadCheck> checks = new ArrayList<>();
    for (Object item : items) {
      if (item instanceof ContentDraft content) {
        if (!content.isOnlyForSpeed || !content.negated) {
          checks.add(content.build());
        }
      } else if (item instanceof PayloadCheck check) {
        checks.add(check);
      }
    }
    if (base64 != null) {
      checks.add(new PayloadCheck.Base64(base64, decoded == null ? List.of() : decoded.checks()));
    }
    return checks;
  }

  /** The contents that must be there as they are. */
  public List<ContentDraft> literals() {
    List<ContentDraft> literals = new ArrayList<>();
    if (transforms.isEmpty() && absent == Look.Absent.FAILS) {
      for (Object item : items) {
        if (item instanceof ContentDraft content && !content.negated) {
          literals.add(content);
        }
      }
    }
    return literals;
  }

  public boolean hasFixedContent() {
    return items.stream().anyMatch(i -> i instanceof ContentDraft c && c.isFixed());
  }

  public Look build() {
    Look.Wanted wanted = new Look.Wanted(transforms, checks(), lookups);
    return switch (target) {
      case PAYLOAD -> new Look.AtPayload(wanted);
      case HEADER -> new Look.AtHeader(name, wanted);
      case MESSAGE ->
          new Look.AtBuffer(name, sides, part == null ? 2 : part.stage(), absent, wanted);
    };
  }
}
