package io.testudo.suricata.payload;

import io.testudo.suricata.payload.PayloadCheck.Base64;
import io.testudo.suricata.payload.PayloadCheck.ByteExtract;
import io.testudo.suricata.payload.PayloadCheck.ByteJump;
import io.testudo.suricata.payload.PayloadCheck.ByteMath;
import io.testudo.suricata.payload.PayloadCheck.ByteTest;
import io.testudo.suricata.payload.PayloadCheck.Content;
import io.testudo.suricata.payload.PayloadCheck.DataAt;
import io.testudo.suricata.payload.PayloadCheck.Regex;
import io.testudo.suricata.payload.PayloadCheck.Size;
import io.testudo.suricata.transform.Base64Text;
import java.util.List;

/**
 * Looks whether a run of octets satisfies a list of conditions in their order.
 *
 * <p>A condition may look from where the one before it ended; then every place where that one can
 * end is tried, in order, until the rest holds. All tries of one question together are bounded by
 * {@link #MOST_TRIES}; a question that runs out of them is answered with no and counted.
 *
 * <p>For one thread. The numbers that conditions keep live as long as the matcher does, so that a
 * later buffer of the same rule sees those of an earlier one.
 */
public final class PayloadMatcher {
  /** Most places that are tried for one question. */
  public static final int MOST_TRIES = 20_000;

  private static final int MOST_SLOTS = 64;

  private final long[] slots = new long[MOST_SLOTS];
  private int triesLeft;
  private int end;
  private long cutShort;

  /** How many numbers the conditions of one rule may keep. */
  public static int mostSlots() {
    return MOST_SLOTS;
  }

  /** Whether the octets satisfy all conditions. */
  public boolean matches(List<PayloadCheck> checks, byte[] octets, int from, int to) {
    triesLeft = MOST_TRIES;
    boolean holds = rest(checks, 0, octets, from, to, from);
    if (triesLeft <= 0) {
      cutShort++;
    }
    return holds;
  }

  /** Where the last positive condition of the last match ended, or the beginning of the run. */
  public int end() {
    return end;
  }

  /** How many questions were given up. */
  public long cutShort() {
    return cutShort;
  }

  private boolean rest(
      List<PayloadCheck> checks, int index, byte[] octets, int from, int to, int last) {
    if (index == checks.size()) {
      end = last;
      return true;
    }
    return switch (checks.get(index)) {
      case Content content -> content(content, checks, index, octets, from, to, last);
      case Regex regex -> regex(regex, checks, index, octets, from, to, last);
      case DataAt at ->
          dataAt(at, from, to, last) && rest(checks, index + 1, octets, from, to, last);
      case Size size ->
          size.size().test(to - from) && rest(checks, index + 1, octets, from, to, last);
      case ByteTest test ->
          byteTest(test, octets, from, to, last) && rest(checks, index + 1, octets, from, to, last);
      case ByteJump jump ->
          goOn(jump(jump, octets, from, to, last), checks, index, octets, from, to);
      case ByteExtract extract ->
          goOn(extract(extract, octets, from, to, last), checks, index, octets, from, to);
      case ByteMath math ->
          goOn(math(math, octets, from, to, last), checks, index, octets, from, to);
      case Base64 base64 ->
          base64(base64, octets, from, to, last) && rest(checks, index + 1, octets, from, to, last);
    };
  }

  private boolean goOn(
      int last, List<PayloadCheck> checks, int index, byte[] octets, int from, int to) {
    return last >= 0 && rest(checks, index + 1, octets, from, to, last);
  }

  /** Whether a condition behind this one looks from where this one ends. */
  private static boolean isLookedFrom(List<PayloadCheck> checks, int index) {
    for (int i = index + 1; i < checks.size(); i++) {
      PayloadCheck check = checks.get(i);
      if (check.isRelative()) {
        return true;
      }
      boolean setsEnd =
          (check instanceof Content content && !content.negated())
              || (check instanceof Regex regex && !regex.negated());
      if (setsEnd) {
        return false;
      }
    }
    return false;
  }

  private boolean content(
      Content content,
      List<PayloadCheck> checks,
      int index,
      byte[] octets,
      int from,
      int to,
      int last) {
    Place place = content.place();
    long low = place.lowest(from, last, slots);
    long high = place.highest(from, to, last, slots);
    byte[] pattern = content.pattern();
    if (place.atEnd()) {
      low = high < to && !content.negated() ? to : Math.max(low, (long) to - pattern.length);
      high = Math.min(high, to);
    }
    int at = low > high - pattern.length ? -1 : find(content, octets, (int) low, (int) high);
    if (content.negated()) {
      return at < 0 && rest(checks, index + 1, octets, from, to, last);
    }
    boolean again = isLookedFrom(checks, index);
    while (at >= 0) {
      if (--triesLeft <= 0) {
        return false;
      }
      if (rest(checks, index + 1, octets, from, to, at + pattern.length)) {
        return true;
      }
      at = again ? find(content, octets, at + 1, (int) high) : -1;
    }
    return false;
  }

  /** The first place of the content within the bounds, or -1. */
  private static int find(Content content, byte[] octets, int from, int to) {
    byte[] pattern = content.pattern();
    int lastStart = to - pattern.length;
    for (int at = Math.max(0, from); at <= lastStart; at++) {
      int i = 0;
      while (i < pattern.length && same(octets[at + i], pattern[i], content.ignoreCase())) {
        i++;
      }
      if (i == pattern.length) {
        return at;
      }
    }
    return -1;
  }

  private static boolean same(byte octet, byte wanted, boolean ignoreCase) {
    return octet == wanted || (ignoreCase && octet >= 'A' && octet <= 'Z' && octet + 32 == wanted);
  }

  private boolean regex(
      Regex regex,
      List<PayloadCheck> checks,
      int index,
      byte[] octets,
      int from,
      int to,
      int last) {
    int begin = regex.relative() ? Math.min(last, to) : from;
    var search = regex.regex().search(octets, begin, to);
    if (regex.negated()) {
      boolean found = search.find();
      triesLeft = search.isExhausted() ? 0 : triesLeft;
      return !found && !search.isExhausted() && rest(checks, index + 1, octets, from, to, last);
    }
    boolean again = isLookedFrom(checks, index);
    while (--triesLeft > 0 && search.find()) {
      if (rest(checks, index + 1, octets, from, to, search.end())) {
        return true;
      }
      if (!again) {
        return false;
      }
    }
    triesLeft = search.isExhausted() ? 0 : triesLeft;
    return false;
  }

  private boolean dataAt(DataAt at, int from, int to, int last) {
    long distance = at.distance().value(slots);
    boolean there = at.relative() ? last + distance <= to : from + distance < to;
    return there != at.negated();
  }

  private boolean byteTest(ByteTest test, byte[] octets, int from, int to, int last) {
    var reading = test.field().read(octets, from, to, last, slots);
    return reading.isThere()
        && test.comparison().holds(reading.value(), test.value().value(slots)) != test.negated();
  }

  private int jump(ByteJump jump, byte[] octets, int from, int to, int last) {
    var reading = jump.field().read(octets, from, to, last, slots);
    if (!reading.isThere() && jump.field().bytes().value(slots) != 0) {
      return -1;
    }
    long number = reading.isThere() ? reading.value() : 0;
    long by = number * jump.multiplier();
    by = jump.align() && by % 4 != 0 ? by + 4 - by % 4 : by;
    long base =
        switch (jump.origin()) {
          case NUMBER ->
              reading.isThere()
                  ? reading.end()
                  : (jump.field().relative() ? last : from) + jump.field().offset().value(slots);
          case BEGINNING -> from;
          case END -> to;
        };
    long target = base + by + jump.post().value(slots);
    return target > to ? -1 : (int) Math.max(from, target);
  }

  private int extract(ByteExtract extract, byte[] octets, int from, int to, int last) {
    var reading = extract.field().read(octets, from, to, last, slots);
    if (!reading.isThere()) {
      return -1;
    }
    long value = reading.value() * extract.multiplier();
    int align = extract.align();
    slots[extract.slot()] = align > 1 && value % align != 0 ? value + align - value % align : value;
    return reading.end();
  }

  private int math(ByteMath math, byte[] octets, int from, int to, int last) {
    var reading = math.field().read(octets, from, to, last, slots);
    long operand = math.operand().value(slots);
    if (!reading.isThere() || (math.operation() == PayloadCheck.Operation.DIVIDE && operand == 0)) {
      return -1;
    }
    long value = reading.value();
    slots[math.slot()] =
        switch (math.operation()) {
          case ADD -> value + operand;
          case SUBTRACT -> value - operand;
          case MULTIPLY -> value * operand;
          case DIVIDE -> value / operand;
          case SHIFT_LEFT -> operand > 63 ? 0 : value << operand;
          case SHIFT_RIGHT -> operand > 63 ? 0 : value >>> operand;
        };
    return reading.end();
  }

  private boolean base64(Base64 base64, byte[] octets, int from, int to, int last) {
    int begin = base64.settings().relative() ? last : from;
    byte[] spelled = Base64Text.decode(octets, begin, to, base64.settings());
    return spelled.length > 0
        && (base64.inner().isEmpty() || rest(base64.inner(), 0, spelled, 0, spelled.length, 0));
  }
}
