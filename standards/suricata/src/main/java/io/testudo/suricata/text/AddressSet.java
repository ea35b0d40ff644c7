package io.testudo.suricata.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Addresses as a rule's header names them: one, a network, a range, a variable, a list of these in
 * brackets, each of them negated or not. An address is in a list if one of its plain parts holds it
 * (or there is none) and no negated part does.
 *
 * <p>An IPv4 address is its four octets in the lower half with {@code ::ffff:0:0/96} above, so that
 * one comparison serves both families.
 */
public final class AddressSet {

  /** The upper 64 bits are 0 and these are above the 32 bits of an IPv4 address. */
  public static final long IPV4_PREFIX = 0xFFFFL << 32;

  private static final int MOST_DEPTH = 8;
  private static final int MOST_PARTS = 100_000;
  private static final AddressSet ANY = new AddressSet(List.of(), List.of(), true);

  private record Range(long lowHigh, long lowLow, long highHigh, long highLow) {
    boolean holds(long high, long low) {
      return compare(lowHigh, lowLow, high, low) <= 0 && compare(high, low, highHigh, highLow) <= 0;
    }

    private static int compare(long highA, long lowA, long highB, long lowB) {
      int order = Long.compareUnsigned(highA, highB);
      return order != 0 ? order : Long.compareUnsigned(lowA, lowB);
    }
  }

  private final List<Range> ranges;
  private final List<AddressSet> nots;
  private final List<AddressSet> parts;
  private final boolean any;

  private AddressSet(List<Range> ranges, List<AddressSet> nots, boolean any) {
    this(ranges, List.of(), nots, any);
  }

  private AddressSet(
      List<Range> ranges, List<AddressSet> parts, List<AddressSet> nots, boolean any) {
    this.ranges = ranges;
    this.parts = parts;
    this.nots = nots;
    this.any = any;
  }

  /** Every address. */
  public static AddressSet any() {
    return ANY;
  }

  /** Whether every address is in the set. */
  public boolean isAny() {
    return any && nots.isEmpty();
  }

  /** Whether some part of it is negated. */
  public boolean hasNegation() {
    return !nots.isEmpty() || parts.stream().anyMatch(AddressSet::hasNegation);
  }

  /** Whether the set holds an address; IPv4 behind {@link #IPV4_PREFIX}. */
  public boolean holds(long high, long low) {
    for (AddressSet not : nots) {
      if (not.holds(high, low)) {
        return false;
      }
    }
    if (any) {
      return true;
    }
    for (Range range : ranges) {
      if (range.holds(high, low)) {
        return true;
      }
    }
    for (AddressSet part : parts) {
      if (part.holds(high, low)) {
        return true;
      }
    }
    return false;
  }

  /** Reads a set; variables begin with a dollar sign and are looked up in {@code variables}. */
  public static AddressSet parse(String text, Map<String, String> variables)
      throws MalformedRuleException {
    return parse(text.replaceAll("\\s", ""), variables, 0);
  }

  private static AddressSet parse(String text, Map<String, String> variables, int depth)
      throws MalformedRuleException {
    if (depth > MOST_DEPTH) {
      throw new MalformedRuleException(
          "address group must not nest deeper than "
              + MOST_DEPTH
              + ". Maybe a variable names itself?");
    }
    if (text.equalsIgnoreCase("any")) {
      return ANY;
    }
    if (text.startsWith("!")) {
      AddressSet not = parse(text.substring(1), variables, depth + 1);
      return new AddressSet(List.of(), List.of(not), true);
    }
    if (text.startsWith("$")) {
      return parse(variable(text, variables), variables, depth + 1);
    }
    if (text.startsWith("[")) {
      return list(text, variables, depth);
    }
    return new AddressSet(List.of(range(text)), List.of(), false);
  }

  private static AddressSet list(String text, Map<String, String> variables, int depth)
      throws MalformedRuleException {
    List<Range> ranges = new ArrayList<>();
    List<AddressSet> parts = new ArrayList<>();
    List<AddressSet> nots = new ArrayList<>();
    for (String part : Brackets.parts(text, MOST_PARTS)) {
      if (part.startsWith("!")) {
        nots.add(parse(part.substring(1), variables, depth + 1));
        continue;
      }
      AddressSet set = parse(part, variables, depth + 1);
      if (set.parts.isEmpty() && set.nots.isEmpty() && !set.any) {
        ranges.addAll(set.ranges);
      } else {
        parts.add(set);
      }
    }
    return new AddressSet(ranges, parts, nots, ranges.isEmpty() && parts.isEmpty());
  }

  static String variable(String text, Map<String, String> variables) throws MalformedRuleException {
    String value = variables.get(text.substring(1));
    if (value == null) {
      throw new MalformedRuleException("variable " + text + " is not declared");
    }
    return value.replaceAll("\\s", "");
  }

  private static Range range(String text) throws MalformedRuleException {
    int dash = text.indexOf('-');
    if (dash > 0) {
      long[] from = address(text.substring(0, dash));
      long[] to = address(text.substring(dash + 1));
      return new Range(from[0], from[1], to[0], to[1]);
    }
    int slash = text.indexOf('/');
    long[] base = address(slash < 0 ? text : text.substring(0, slash));
    int bits = slash < 0 ? 128 : prefix(text.substring(slash + 1), base);
    long maskHigh = bits >= 64 ? -1L : bits == 0 ? 0 : -1L << (64 - bits);
    long maskLow = bits >= 128 ? -1L : bits <= 64 ? 0 : -1L << (128 - bits);
    return new Range(
        base[0] & maskHigh, base[1] & maskLow, base[0] | ~maskHigh, base[1] | ~maskLow);
  }

  private static int prefix(String text, long[] base) throws MalformedRuleException {
    boolean four = base[0] == 0 && base[1] >>> 32 == 0xFFFF;
    if (text.indexOf('.') > 0) {
      return 96 + Long.bitCount(address(text)[1] & 0xFFFF_FFFFL);
    }
    long bits = Numbers.number(text);
    if (bits < 0 || bits > (four ? 32 : 128)) {
      throw new MalformedRuleException(
          "prefix length (" + text + ") must be between 0 and " + (four ? 32 : 128));
    }
    return (int) bits + (four ? 96 : 0);
  }

  /** The octets of an address in text, 4 or 16; never asks a name service. */
  public static byte[] octets(String text) throws MalformedRuleException {
    return Octets.address(text);
  }

  /** The two halves of an address in text; never asks a name service. */
  public static long[] address(String text) throws MalformedRuleException {
    byte[] octets = Octets.address(text);
    long[] halves = new long[2];
    if (octets.length == 4) {
      halves[1] = IPV4_PREFIX;
      for (byte octet : octets) {
        halves[1] =
            (halves[1] & ~0xFFFF_FFFFL) | ((halves[1] << 8 | (octet & 0xFF)) & 0xFFFF_FFFFL);
      }
      return halves;
    }
    for (int i = 0; i < 16; i++) {
      halves[i / 8] = halves[i / 8] << 8 | (octets[i] & 0xFF);
    }
    return halves;
  }
}
