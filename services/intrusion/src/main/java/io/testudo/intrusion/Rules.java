package io.testudo.intrusion;

import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.RuleSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules that all sources are matched against: Sigma over log records, Suricata over packets.
 * Immutable, shared between sources.
 */
public final class Rules {

  private final RuleSet set;
  private final io.testudo.suricata.@Nullable RuleSet packets;

  private Rules(RuleSet set, io.testudo.suricata.@Nullable RuleSet packets) {
    this.set = set;
    this.packets = packets;
  }

  /** No rule. */
  public static Rules none() {
    return of(RuleSet.compile(List.of(), LogSourceMapping.standard()));
  }

  /** These rules. */
  public static Rules of(RuleSet set) {
    return new Rules(set, null);
  }

  /** These and, over packets, Suricata rules; without any, packets are not looked at. */
  public Rules with(io.testudo.suricata.RuleSet suricata) {
    return new Rules(set, suricata.size() == 0 ? null : suricata);
  }

  /** The Suricata rules, or null if there are none. */
  public io.testudo.suricata.@Nullable RuleSet packets() {
    return packets;
  }

  /** The compiled Sigma rules. */
  public RuleSet set() {
    return set;
  }
}
