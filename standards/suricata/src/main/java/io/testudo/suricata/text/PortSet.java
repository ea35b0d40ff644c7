package io.testudo.suricata.text;

import java.util.BitSet;
import java.util.Map;

/** Ports as a rule's header names them: one, a range, a variable, a list, each negated or not. */
public final class PortSet {
  private static final int PORTS = 65_536;
  private static final int MOST_DEPTH = 8;
  private static final PortSet ANY = new PortSet(null);

  private final @org.jspecify.annotations.Nullable BitSet ports;

  private PortSet(@org.jspecify.annotations.Nullable BitSet ports) {
    this.ports = ports;
  }

  /** Whether every port is in the set. */
  public boolean isAny() {
    return ports == null;
  }

  /** Whether the set holds a port. */
  public boolean holds(int port) {
    return ports == null || ports.get(port);
  }

  /** Reads a set; variables begin with a dollar sign and are looked up in {@code variables}. */
  public static PortSet parse(String text, Map<String, String> variables)
      throws MalformedRuleException {
    if (text.equalsIgnoreCase("any")) {
      return ANY;
    }
    BitSet ports = bits(text.replaceAll("\\s", ""), variables, 0);
    return ports.cardinality() == PORTS ? ANY : new PortSet(ports);
  }

  private static BitSet bits(String text, Map<String, String> variables, int depth)
      throws MalformedRuleException {
    if (depth > MOST_DEPTH) {
      throw new MalformedRuleException(
          "port group must not nest deeper than "
              + MOST_DEPTH
              + ". Maybe a variable names itself?");
    }
    BitSet bits = new BitSet(PORTS);
    if (text.equalsIgnoreCase("any")) {
      bits.set(0, PORTS);
    } else if (text.startsWith("!")) {
      bits = bits(text.substring(1), variables, depth + 1);
      bits.flip(0, PORTS);
    } else if (text.startsWith("$")) {
      bits = bits(AddressSet.variable(text, variables), variables, depth + 1);
    } else if (text.startsWith("[")) {
      bits = list(text, variables, depth);
    } else {
      range(text, bits);
    }
    return bits;
  }

  private static BitSet list(String text, Map<String, String> variables, int depth)
      throws MalformedRuleException {
    BitSet in = new BitSet(PORTS);
    BitSet out = new BitSet(PORTS);
    boolean plain = false;
    for (String part : Brackets.parts(text, PORTS)) {
      if (part.startsWith("!")) {
        out.or(bits(part.substring(1), variables, depth + 1));
      } else {
        plain = true;
        in.or(bits(part, variables, depth + 1));
      }
    }
    if (!plain) {
      in.set(0, PORTS);
    }
    in.andNot(out);
    return in;
  }

  private static void range(String text, BitSet bits) throws MalformedRuleException {
    int colon = text.indexOf(':');
    int low = colon < 0 ? port(text) : colon == 0 ? 0 : port(text.substring(0, colon));
    int high =
        colon < 0 ? low : colon == text.length() - 1 ? PORTS - 1 : port(text.substring(colon + 1));
    if (low > high) {
      throw new MalformedRuleException("port range (" + text + ") must not run backwards");
    }
    bits.set(low, high + 1);
  }

  private static int port(String text) throws MalformedRuleException {
    long port = Numbers.number(text);
    if (port < 0 || port >= PORTS) {
      throw new MalformedRuleException("port (" + text + ") must be between 0 and 65535");
    }
    return (int) port;
  }
}
