package io.testudo.suricata.rule;

import io.testudo.suricata.dataset.SetMemory;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What rules remember beyond one conversation: bits of hosts and of pairs of hosts, and values of
 * data sets. Each kind is bounded; what is oldest gives way.
 *
 * <p>For one thread.
 */
public final class Memory {
  private static final int MOST_BITS = 65_536;

  private final Map<String, Long> bits = new LinkedHashMap<>();
  private final SetMemory sets = new SetMemory();

  /** Sets a bit until a time. */
  public void setBit(String name, long untilNanos) {
    if (bits.size() >= MOST_BITS) {
      bits.remove(bits.keySet().iterator().next());
    }
    bits.put(name, untilNanos);
  }

  /** Takes a bit away. */
  public void unsetBit(String name) {
    bits.remove(name);
  }

  /** Whether a bit is set at a time. */
  public boolean hasBit(String name, long nowNanos) {
    Long until = bits.get(name);
    return until != null && until > nowNanos;
  }

  /** What rules have changed of data sets. */
  public SetMemory sets() {
    return sets;
  }
}
