package io.testudo.suricata.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One exchange of a protocol, or one message where messages are not answered: what rules may look
 * at, by side and by the name that rules give it.
 *
 * <p>A side advances through stages; a rule looks at a side once, when the stage it needs is
 * reached, so what was added before an advance does not change afterwards.
 */
public final class Transaction {
  /** Nothing of this side is known. */
  public static final int NOTHING = 0;

  /** What comes before the body is there. */
  public static final int HEAD = 1;

  /** All is there. */
  public static final int WHOLE = 2;

  private static final int MOST_EVENTS = 64;
  private static final int MOST_VALUES = 4_096;

  private record Event(Side side, String name) {}

  private String protocol;
  private boolean isCarried;
  private final long number;
  private final List<Map<String, List<byte[]>>> buffers = List.of(new HashMap<>(), new HashMap<>());
  private final List<Map<String, List<Long>>> numbers = List.of(new HashMap<>(2), new HashMap<>(2));
  private final List<Event> events = new ArrayList<>(0);
  private final int[] eventsSeen = new int[2];
  private final int[] stage = new int[2];
  private final int[] inspected = new int[2];
  private int values;

  /** An exchange of which nothing is known yet. */
  public Transaction(String protocol, long number) {
    this.protocol = protocol;
    this.number = number;
  }

  public String protocol() {
    return protocol;
  }

  /** Whether it is one of another protocol than the conversation's own. */
  public boolean isCarried() {
    return isCarried;
  }

  /** Says that it is one of another protocol that the conversation's own carries. */
  public void carry(String inner) {
    isCarried = true;
    protocol = inner;
  }

  /** Its ordinal in the conversation, from 0. */
  public long number() {
    return number;
  }

  /** Adds octets under the name that rules know. */
  public void add(Side side, String buffer, byte[] octets) {
    if (values++ < MOST_VALUES) {
      buffers.get(side.ordinal()).computeIfAbsent(buffer, b -> new ArrayList<>(1)).add(octets);
    }
  }

  /** Adds text, one octet a character. */
  public void add(Side side, String buffer, String text) {
    add(side, buffer, text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  /** Adds a number under the name that rules know. */
  public void number(Side side, String field, long value) {
    if (values++ < MOST_VALUES) {
      numbers.get(side.ordinal()).computeIfAbsent(field, f -> new ArrayList<>(1)).add(value);
    }
  }

  /** Adds an event, {@code protocol.name}. */
  public void event(Side side, String name) {
    if (events.size() < MOST_EVENTS) {
      events.add(new Event(side, name));
    }
  }

  /** Says that a side has come as far as a stage. */
  public void advance(Side side, int to) {
    stage[side.ordinal()] = Math.max(stage[side.ordinal()], to);
  }

  /** Says that nothing will come of a side. */
  public void close(Side side) {
    if (stage[side.ordinal()] == NOTHING) {
      inspected[side.ordinal()] = WHOLE;
    }
    stage[side.ordinal()] = WHOLE;
  }

  public int stage(Side side) {
    return stage[side.ordinal()];
  }

  /** The stage up to which rules have looked at a side. */
  public int inspected(Side side) {
    return inspected[side.ordinal()];
  }

  /** Notes that rules have looked at a side as it is. */
  public void markInspected(Side side) {
    inspected[side.ordinal()] = stage[side.ordinal()];
    eventsSeen[side.ordinal()] = events.size();
  }

  /** Whether both sides are whole and were looked at. */
  public boolean isDone() {
    return inspected[0] == WHOLE
        && inspected[1] == WHOLE
        && !hasNews(Side.TO_SERVER)
        && !hasNews(Side.TO_CLIENT);
  }

  /** The octets under a name, one for every time it is there. */
  public List<byte[]> values(Side side, String buffer) {
    return buffers.get(side.ordinal()).getOrDefault(buffer, List.of());
  }

  /** The names of the buffers of a side. */
  public Set<String> buffers(Side side) {
    return buffers.get(side.ordinal()).keySet();
  }

  /** The numbers under a name. */
  public List<Long> numbers(Side side, String field) {
    return numbers.get(side.ordinal()).getOrDefault(field, List.of());
  }

  /** Whether a side has what rules have not looked at yet. */
  public boolean hasNews(Side side) {
    if (stage[side.ordinal()] > inspected[side.ordinal()]) {
      return true;
    }
    for (int i = eventsSeen[side.ordinal()]; i < events.size(); i++) {
      if (events.get(i).side == side) {
        return true;
      }
    }
    return false;
  }

  /** Whether an event has happened since rules looked at a side last. */
  public boolean has(Side side, String event) {
    for (int i = eventsSeen[side.ordinal()]; i < events.size(); i++) {
      if (events.get(i).name.equals(event)) {
        return true;
      }
    }
    return false;
  }
}
