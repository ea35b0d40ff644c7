package io.testudo.suricata.matching;

import io.testudo.suricata.flow.Flow;
import io.testudo.suricata.literal.LiteralSet;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.rule.CompiledRule;
import io.testudo.suricata.rule.CompiledRule.Literal;
import io.testudo.suricata.rule.Sight;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the few rules that can hold for what is seen: those whose literal is there, and those that
 * have none and are for the conversation's transport and protocol.
 *
 * <p>Immutable; used by any number of threads.
 */
final class RuleIndex {

  /** Literals of rules, and whose they are. */
  private record Literals(LiteralSet set, int[] rules) {
    static Literals of(List<CompiledRule> rules) {
      List<byte[]> octets = new ArrayList<>();
      int[] orders = new int[rules.size()];
      for (CompiledRule rule : rules) {
        Literal literal = rule.literal();
        orders[octets.size()] = rule.order();
        octets.add(literal == null ? new byte[0] : literal.octets());
      }
      return new Literals(LiteralSet.of(octets), orders);
    }

    void search(byte[] octets, int from, int to, BitSet found) {
      set.search(octets, from, to, hit -> found.set(rules[hit]));
    }
  }

  private final List<CompiledRule> rules;
  private final Literals payload;
  private final Map<String, Literals> buffers = new HashMap<>();
  private final Map<Integer, BitSet> byTransport = new HashMap<>();
  private final Map<String, BitSet> byApplication = new HashMap<>();
  private final BitSet anyTransport = new BitSet();
  private final BitSet anyApplication = new BitSet();

  /** Indexes rules, each at the place that its order says. */
  RuleIndex(List<CompiledRule> rules) {
    this.rules = List.copyOf(rules);
    List<CompiledRule> inPayload = new ArrayList<>();
    Map<String, List<CompiledRule>> inBuffers = new HashMap<>();
    for (CompiledRule rule : rules) {
      Literal literal = rule.literal();
      if (literal == null) {
        addPlain(rule);
      } else if (literal.buffer().isEmpty()) {
        inPayload.add(rule);
      } else {
        inBuffers.computeIfAbsent(literal.buffer(), b -> new ArrayList<>()).add(rule);
      }
    }
    payload = Literals.of(inPayload);
    inBuffers.forEach((buffer, their) -> buffers.put(buffer, Literals.of(their)));
  }

  private void addPlain(CompiledRule rule) {
    if (rule.kind() == CompiledRule.Kind.MESSAGE) {
      if (rule.applications().isEmpty()) {
        anyApplication.set(rule.order());
      }
      for (String application : rule.applications()) {
        byApplication.computeIfAbsent(application, a -> new BitSet()).set(rule.order());
      }
    } else if (rule.meaning().transport() < 0 || rule.protocol().equals("icmp")) {
      anyTransport.set(rule.order());
    } else {
      byTransport.computeIfAbsent(rule.meaning().transport(), t -> new BitSet()).set(rule.order());
    }
  }

  CompiledRule rule(int order) {
    return rules.get(order);
  }

  /** The rules that can hold, by their order. */
  BitSet candidates(Sight sight) {
    BitSet found = (BitSet) anyTransport.clone();
    BitSet transport = byTransport.get(sight.protocol());
    if (transport != null) {
      found.or(transport);
    }
    if (sight.packet() != null && sight.payloadLength() > 0) {
      payload.search(
          sight.packet().bytes(),
          sight.packet().payloadStart(),
          sight.packet().payloadEnd(),
          found);
    }
    payload.search(sight.stream(), 0, sight.stream().length, found);
    Flow flow = sight.flow();
    if (flow != null) {
      messages(flow, sight.side(), found);
    }
    return found;
  }

  private void messages(Flow flow, Side side, BitSet found) {
    for (Transaction t : flow.application().transactions()) {
      if (!t.hasNews(side)) {
        continue;
      }
      found.or(anyApplication);
      for (String spoken : new String[] {t.protocol(), flow.application().protocol()}) {
        BitSet plain = byApplication.get(spoken);
        if (plain != null) {
          found.or(plain);
        }
      }
      for (Side either : Side.values()) {
        for (String buffer : t.buffers(either)) {
          Literals literals = buffers.get(buffer);
          if (literals != null) {
            for (byte[] value : t.values(either, buffer)) {
              literals.search(value, 0, value.length, found);
            }
          }
        }
      }
    }
  }
}
