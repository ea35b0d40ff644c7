package io.testudo.suricata.compile;

import io.testudo.suricata.dataset.DataSets;
import io.testudo.suricata.dataset.RuleFiles;
import io.testudo.suricata.draft.Draft;
import io.testudo.suricata.draft.GroupDraft;
import io.testudo.suricata.draft.UnsupportedKeywordException;
import io.testudo.suricata.option.OptionReader;
import io.testudo.suricata.rule.CompiledRule;
import io.testudo.suricata.rule.CompiledRule.Kind;
import io.testudo.suricata.rule.Look;
import io.testudo.suricata.rule.Protocols;
import io.testudo.suricata.rule.RuleFacts;
import io.testudo.suricata.rule.RuleHeader;
import io.testudo.suricata.rule.Sides;
import io.testudo.suricata.text.AddressSet;
import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.PortSet;
import io.testudo.suricata.text.RuleOption;
import io.testudo.suricata.text.RuleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes of a written rule the one that is asked, or says why it cannot be honoured. */
public final class RuleCompiler {
  private final Map<String, String> addresses;
  private final Map<String, String> ports;
  private final Classification classes;
  private final DataSets sets = new DataSets();

  /**
   * A compiler.
   *
   * @param addresses address variables by name, without the dollar sign
   * @param ports port variables by name, without the dollar sign
   * @param priorities priorities by class of rule
   */
  public RuleCompiler(
      Map<String, String> addresses, Map<String, String> ports, Map<String, Integer> priorities) {
    this.addresses = Map.copyOf(addresses);
    this.ports = Map.copyOf(ports);
    this.classes = new Classification(priorities);
  }

  /**
   * Compiles a rule.
   *
   * @param order its place among all rules
   * @param files the files that it may name
   */
  public CompiledRule compile(RuleText text, int order, RuleFiles files)
      throws MalformedRuleException, UnsupportedKeywordException {
    Protocols.Meaning meaning = Protocols.of(text.protocol());
    if (meaning == null) {
      throw new UnsupportedKeywordException(
          "protocol " + text.protocol(), "protocol " + text.protocol() + " is not honoured");
    }
    boolean exchange = text.direction() == RuleText.Arrow.EXCHANGE;
    Draft draft = new Draft(meaning.applications(), exchange);
    OptionReader reader = new OptionReader(draft, sets, files);
    for (RuleOption option : text.options()) {
      reader.read(option);
    }
    RuleFacts facts = FactsReader.read(text, draft, classes);
    RuleHeader header = header(text);
    List<Look> looks = new ArrayList<>();
    for (GroupDraft group : draft.groups) {
      if (!group.isEmpty()
          || group.absent != Look.Absent.FAILS
          || group.target != GroupDraft.Target.PAYLOAD) {
        looks.add(group.build());
      }
    }
    looks.addAll(draft.otherLooks);
    if (draft.needsStream) {
      meaning =
          new Protocols.Meaning(
              meaning.transport(), meaning.applications(), Protocols.Scope.STREAM);
    }
    Kind kind = kind(draft, looks, meaning, header);
    return new CompiledRule(
        facts,
        header,
        text.protocol(),
        meaning,
        draft.applications,
        exchange ? Sides.BOTH : sides(draft, looks, kind),
        kind,
        draft.checks,
        looks,
        draft.effects,
        draft.threshold,
        LiteralChoice.of(draft, kind),
        bits(draft),
        order);
  }

  private static CompiledRule.Bits bits(Draft draft) {
    if (draft.setsBits) {
      return draft.readsBits ? CompiledRule.Bits.SETS_AND_READS : CompiledRule.Bits.SETS;
    }
    return draft.readsBits ? CompiledRule.Bits.READS : CompiledRule.Bits.NONE;
  }

  private RuleHeader header(RuleText text) throws MalformedRuleException {
    return new RuleHeader(
        AddressSet.parse(text.source(), addresses),
        PortSet.parse(text.sourcePorts(), ports),
        AddressSet.parse(text.destination(), addresses),
        PortSet.parse(text.destinationPorts(), ports),
        text.direction() != RuleText.Arrow.ONE_WAY);
  }

  /** The sides of which something is asked, where the rule itself names none. */
  private static Sides sides(Draft draft, List<Look> looks, Kind kind)
      throws MalformedRuleException {
    Sides sides = draft.sides;
    if (kind != Kind.MESSAGE) {
      return sides;
    }
    for (Look look : looks) {
      if (look instanceof Look.AtMessage at && at.sides() != Sides.BOTH) {
        if (sides != Sides.BOTH && sides != at.sides()) {
          throw new MalformedRuleException(
              "rule looks at both sides of a conversation at once. Maybe write => for ->?");
        }
        sides = at.sides();
      }
    }
    return sides;
  }

  private static Kind kind(
      Draft draft, List<Look> looks, Protocols.Meaning meaning, RuleHeader header) {
    if (looks.stream().anyMatch(l -> l instanceof Look.AtHeader)) {
      return Kind.PACKET;
    }
    if (looks.stream().anyMatch(l -> l instanceof Look.AtMessage)) {
      return Kind.MESSAGE;
    }
    boolean payload = looks.stream().anyMatch(l -> l instanceof Look.AtPayload);
    if (payload) {
      boolean packet =
          draft.needsPacket && !draft.needsStream || meaning.scope() == Protocols.Scope.PACKETS;
      if (packet) {
        return Kind.PACKET;
      }
      boolean fixed =
          !draft.needsStream
              && meaning.scope() != Protocols.Scope.STREAM
              && draft.groups.stream().anyMatch(GroupDraft::hasFixedContent);
      return fixed ? Kind.STREAM_AND_PACKET : Kind.STREAM;
    }
    if (draft.hasDecision && draft.onlyDecision) {
      return Kind.DECISION;
    }
    boolean noApplication = draft.applications.isEmpty();
    boolean negated = header.source().hasNegation() || header.destination().hasNegation();
    if (draft.onlyAddresses
        && noApplication
        && header.hasNoPorts()
        && !negated
        && !draft.hasDecision) {
      return Kind.ADDRESSES;
    }
    return Kind.PACKET;
  }

  /** Every keyword that is honoured. */
  public static Set<String> honoured() {
    return OptionReader.names();
  }
}
