package io.testudo.intrusion;

import io.testudo.intrusion.rule.LogEvent;
import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.RuleSet;
import io.testudo.sigma.SigmaEvent;
import io.testudo.telemetry.zeek.MessageRecord;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.Message;
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

  /**
   * The log record that Sigma rules see of an event: the record itself, or what Zeek would log of a
   * message in packets; null where they see none.
   */
  public static @Nullable LogRecord recordOf(Event event) {
    return switch (event) {
      case LogRecord log -> log;
      case Message message -> MessageRecord.of(message);
      case Flow flow -> null;
    };
  }

  /** A log record as Sigma rules ask it for fields. */
  public static SigmaEvent asEvent(LogRecord log) {
    return new LogEvent(log);
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
