package io.testudo.suricata.draft;

import io.testudo.suricata.payload.Amount;
import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.Numbers;
import java.util.Map;

/** Numbers of rules that may be written out or have been read from the payload before. */
public final class Amounts {
  private static final long MOST = 1L << 40;

  private Amounts() {}

  public static Amount parse(String text, Map<String, Integer> slots)
      throws MalformedRuleException {
    String bare = text.strip();
    Integer slot = slots.get(bare);
    if (slot != null) {
      return Amount.read(slot);
    }
    if (!bare.isEmpty() && Character.isLetter(bare.charAt(0))) {
      throw new MalformedRuleException("number " + bare + " is not read by an option before");
    }
    long value = Numbers.number(bare);
    if (Math.abs(value) > MOST) {
      throw new MalformedRuleException("number (" + bare + ") is too large");
    }
    return Amount.of(value);
  }
}
