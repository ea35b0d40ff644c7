package io.testudo.suricata.matching;

import io.testudo.suricata.flow.Flow;
import io.testudo.suricata.packet.Packet;
import io.testudo.suricata.rule.CompiledRule;
import io.testudo.suricata.rule.Sight;
import io.testudo.suricata.rule.Sights;
import io.testudo.suricata.rule.Threshold;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Counts how often rules held, so that those with a threshold alert no more often than they may.
 * The oldest of more than {@value #MOST} counts gives way.
 */
final class Thresholds {
  private static final int MOST = 65_536;
  private static final int MOST_VALUES = 4_096;

  private record Key(int rule, Object tracked) {}

  private static final class Count {
    long startNanos;
    long times;
    long next;
    final Set<Integer> values = new HashSet<>(0);
  }

  private final Map<Key, Count> counts = new LinkedHashMap<>();

  /** Whether a rule that holds may alert. */
  boolean allows(CompiledRule rule, Sight sight) {
    Threshold threshold = rule.threshold();
    if (threshold == null) {
      return true;
    }
    Count count = count(new Key(rule.order(), tracked(threshold, sight)), sight.timeNanos());
    if (threshold.kind() == Threshold.Kind.BACKOFF) {
      return backoff(threshold, count);
    }
    if (sight.timeNanos() - count.startNanos > threshold.seconds() * 1_000_000_000L) {
      count.startNanos = sight.timeNanos();
      count.times = 0;
      count.values.clear();
    }
    if (threshold.unique() == Threshold.Unique.NOTHING) {
      count.times++;
    } else if (count.values.size() < MOST_VALUES && count.values.add(value(threshold, sight))) {
      count.times++;
    }
    return switch (threshold.kind()) {
      case LIMIT -> count.times <= threshold.count();
      case THRESHOLD -> {
        boolean full = count.times >= threshold.count();
        count.times = full ? 0 : count.times;
        yield full;
      }
      case BOTH -> count.times == threshold.count();
      case DETECTION_FILTER -> count.times > threshold.count();
      case BACKOFF -> true;
    };
  }

  private static boolean backoff(Threshold threshold, Count count) {
    count.next = count.next == 0 ? threshold.count() : count.next;
    if (++count.times != count.next) {
      return false;
    }
    count.next *= Math.max(2, threshold.multiplier());
    return true;
  }

  private Count count(Key key, long nanos) {
    Count count = counts.get(key);
    if (count == null) {
      if (counts.size() >= MOST) {
        counts.remove(counts.keySet().iterator().next());
      }
      count = new Count();
      count.startNanos = nanos;
      counts.put(key, count);
    }
    return count;
  }

  private static Object tracked(Threshold threshold, Sight sight) {
    Flow flow = sight.flow();
    String source = Sights.source(sight);
    String destination = Sights.destination(sight);
    return switch (threshold.track()) {
      case BY_SOURCE -> source;
      case BY_DESTINATION -> destination;
      case BY_BOTH -> source + " " + destination;
      case BY_RULE -> "";
      case BY_FLOW -> flow == null ? "" : flow.identity();
    };
  }

  private static int value(Threshold threshold, Sight sight) {
    Packet p = sight.packet();
    if (p == null) {
      return -1;
    }
    return threshold.unique() == Threshold.Unique.SOURCE_PORT
        ? p.sourcePort()
        : p.destinationPort();
  }
}
