package io.testudo.suricata.rule;

import io.testudo.suricata.rule.Look.AtMessage;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule in the form in which it is asked.
 *
 * @param facts what is told of it
 * @param header who may send to whom
 * @param protocol the header's protocol
 * @param meaning what that means
 * @param applications the application protocols that it is for; any if empty
 * @param sides the sides that it is for
 * @param kind when it is asked
 * @param checks what packet and conversation must satisfy
 * @param looks where it looks
 * @param effects what it leaves behind
 * @param threshold how often it may alert, or null
 * @param literal octets without which it cannot hold, or null if there are none
 * @param bits whether it sets or reads bits of a conversation
 * @param order its place among all rules
 */
public record CompiledRule(
    RuleFacts facts,
    RuleHeader header,
    String protocol,
    Protocols.Meaning meaning,
    Set<String> applications,
    Sides sides,
    Kind kind,
    List<SightCheck> checks,
    List<Look> looks,
    List<Effect> effects,
    @Nullable Threshold threshold,
    @Nullable Literal literal,
    Bits bits,
    int order) {

  /** When a rule is asked. */
  public enum Kind {
    /** Once for each side of a conversation, for it looks at nothing but addresses. */
    ADDRESSES,
    /** When the protocol of a conversation was decided. */
    DECISION,
    /** For every packet. */
    PACKET,
    /** When a stream has new octets, and for packets that are in none. */
    STREAM,
    /** As {@link #STREAM}, and for every packet of a stream as well. */
    STREAM_AND_PACKET,
    /** When a message has advanced. */
    MESSAGE
  }

  /**
   * Octets without which a rule cannot hold.
   *
   * @param buffer the part of a message that they must be in; empty for payload
   */
  public record Literal(String buffer, byte[] octets) {}

  /** Copies the lists. */
  public CompiledRule {
    applications = Set.copyOf(applications);
    checks = List.copyOf(checks);
    looks = List.copyOf(looks);
    effects = List.copyOf(effects);
  }

  /** What a rule does with bits; those that set them are asked before those that read them. */
  public enum Bits {
    SETS,
    SETS_AND_READS,
    READS,
    NONE
  }

  /** The same rule at another place. */
  public CompiledRule at(int place) {
    return new CompiledRule(
        facts,
        header,
        protocol,
        meaning,
        applications,
        sides,
        kind,
        checks,
        looks,
        effects,
        threshold,
        literal,
        bits,
        place);
  }

  /** The stage that a message's side must have reached so that all looks at it are settled. */
  public int stage(Sides wanted) {
    int stage = 1;
    for (Look look : looks) {
      if (look instanceof AtMessage at && (at.sides() == wanted || at.sides() == Sides.BOTH)) {
        stage = Math.max(stage, at.stage());
      }
    }
    return stage;
  }
}
