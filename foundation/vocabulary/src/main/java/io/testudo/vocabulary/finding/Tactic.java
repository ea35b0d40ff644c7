package io.testudo.vocabulary.finding;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an attacker is after at a step: the tactics of ATT&CK for Enterprise, in campaign order. */
public enum Tactic {
  RECONNAISSANCE,
  RESOURCE_DEVELOPMENT,
  INITIAL_ACCESS,
  EXECUTION,
  PERSISTENCE,
  PRIVILEGE_ESCALATION,
  STEALTH,
  DEFENSE_IMPAIRMENT,
  CREDENTIAL_ACCESS,
  DISCOVERY,
  LATERAL_MOVEMENT,
  COLLECTION,
  COMMAND_AND_CONTROL,
  EXFILTRATION,
  IMPACT;

  /** Its spelling in rules and ATT&CK, for instance {@code lateral-movement}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The tactic of this spelling, with hyphens, underscores or spaces between words; {@code
   * defense-evasion}, which earlier ATT&CK versions had, is {@link #STEALTH}. Null if there is
   * none.
   */
  public static @Nullable Tactic ofSlug(String slug) {
    String name = slug.toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    if (name.equals("DEFENSE_EVASION")) {
      return STEALTH;
    }
    for (Tactic tactic : values()) {
      if (tactic.name().equals(name)) {
        return tactic;
      }
    }
    return null;
  }
}
