package io.testudo.suricata.draft;

import io.testudo.suricata.payload.Amount;
import io.testudo.suricata.payload.PayloadCheck;
import io.testudo.suricata.payload.Place;
import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.RuleOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A content while the options behind it still say where it must be. */
public final class ContentDraft {
  public final byte[] pattern;
  public final boolean negated;
  public boolean ignoreCase;
  public boolean isPreferred;
  public boolean isOnlyForSpeed;
  private @Nullable Amount offset;
  private @Nullable Amount depth;
  private @Nullable Amount distance;
  private @Nullable Amount within;
  private boolean atEnd;

  public ContentDraft(byte[] pattern, boolean negated) {
    this.pattern = pattern;
    this.negated = negated;
  }

  /** Applies an option that is about the content before it. */
  public void apply(RuleOption option, Map<String, Integer> slots) throws MalformedRuleException {
    switch (option.name()) {
      case "nocase" -> ignoreCase = true;
      case "offset" -> offset = Amounts.parse(option.value(), slots);
      case "depth" -> depth = Amounts.parse(option.value(), slots);
      case "distance" -> distance = Amounts.parse(option.value(), slots);
      case "within" -> within = Amounts.parse(option.value(), slots);
      case "startswith" -> {
        offset = Amount.of(0);
        depth = Amount.of(pattern.length);
      }
      case "endswith" -> atEnd = true;
      case "fast_pattern" -> {
        isPreferred = true;
        isOnlyForSpeed = option.value().equals("only");
      }
      default -> {}
    }
  }

  public PayloadCheck build() {
    byte[] wanted = pattern.clone();
    if (ignoreCase) {
      for (int i = 0; i < wanted.length; i++) {
        wanted[i] += (byte) (wanted[i] >= 'A' && wanted[i] <= 'Z' ? 32 : 0);
      }
    }
    Place place = new Place(offset, depth, distance, within, atEnd);
    return new PayloadCheck.Content(wanted, ignoreCase, negated, place);
  }

  public boolean isFixed() {
    return offset != null || depth != null;
  }
}
