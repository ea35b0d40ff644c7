package io.testudo.sigma.correlation;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of the events of a window while it moves over a group. Entries are added in the
 * order of time and removed in the same order; sums are exact, so that it does not matter which way
 * it came.
 */
abstract sealed class Window {

  static Window of(Correlation correlation, long spanMicros) {
    return switch (correlation.type()) {
      case EVENT_COUNT -> new Counted();
      case VALUE_COUNT -> new Distinct();
      case VALUE_SUM -> new Sum();
      case VALUE_AVG -> new Average();
      case VALUE_PERCENTILE ->
          correlation.condition().percentile() == Criterion.SHARE ? new Share() : new Percentile();
      case TEMPORAL -> new Together();
      case TEMPORAL_ORDERED -> new InOrder(correlation.rules().size(), spanMicros);
    };
  }

  abstract void add(Entry<?> entry);

  abstract void remove(Entry<?> entry);

  /** Whether the condition holds of the window that ends with these entries of one time. */
  abstract boolean holds(Criterion condition, List<? extends Entry<?>> last);

  /** What the condition was compared with when it held last. */
  abstract String shown();

  /** How many events. */
  private static final class Counted extends Window {
    private int count;

    @Override
    void add(Entry<?> entry) {
      count++;
    }

    @Override
    void remove(Entry<?> entry) {
      count--;
    }

    @Override
    boolean holds(Criterion condition, List<? extends Entry<?>> last) {
      return condition.holds(BigDecimal.valueOf(count));
    }

    @Override
    String shown() {
      return count + (count == 1 ? " event" : " events");
    }
  }

  /** How often each value occurs. */
  private abstract static sealed class OfValues extends Window {
    final Map<String, Integer> counts = new HashMap<>();
    int total;

    @Override
    void add(Entry<?> entry) {
      counts.merge(entry.value, 1, Integer::sum);
      total++;
    }

    @Override
    void remove(Entry<?> entry) {
      counts.computeIfPresent(entry.value, (value, count) -> count == 1 ? null : count - 1);
      total--;
    }
  }

  /** How many different values. */
  private static final class Distinct extends OfValues {
    @Override
    boolean holds(Criterion condition, List<? extends Entry<?>> last) {
      return condition.holds(BigDecimal.valueOf(counts.size()));
    }

    @Override
    String shown() {
      return counts.size() + " different values in " + total + " events";
    }
  }

  /** The share that the value of the last event has of all, in percent. */
  private static final class Share extends OfValues {
    private String shown = "";

    @Override
    boolean holds(Criterion condition, List<? extends Entry<?>> last) {
      for (Entry<?> entry : last) {
        int count = counts.getOrDefault(entry.value, 0);
        if (condition.holdsOfQuotient(BigDecimal.valueOf(100L * count), total)) {
          shown = "'" + entry.value + "' in " + count + " of " + total + " events";
          return true;
        }
      }
      return false;
    }

    @Override
    String shown() {
      return shown;
    }
  }

  /** The sum of the values. */
  private static sealed class Sum extends Window {
    BigDecimal sum = BigDecimal.ZERO;
    int count;

    @Override
    void add(Entry<?> entry) {
      sum = sum.add(entry.number);
      count++;
    }

    @Override
    void remove(Entry<?> entry) {
      sum = sum.subtract(entry.number);
      count--;
    }

    @Override
    boolean holds(Criterion condition, List<? extends Entry<?>> last) {
      return condition.holds(sum);
    }

    @Override
    String shown() {
      return "a sum of " + sum.stripTrailingZeros().toPlainString() + " in " + count + " events";
    }
  }

  /** The mean of the values. */
  private static final class Average extends Sum {
    @Override
    boolean holds(Criterion condition, List<? extends Entry<?>> last) {
      return condition.holdsOfQuotient(sum, count);
    }

    @Override
    String shown() {
      double mean = count == 0 ? 0 : sum.doubleValue() / count;
      return "a mean of " + mean + " in " + count + " events";
    }
  }

  /**
   * A percentile of the values by nearest rank: the smallest that so many percent do not exceed.
   */
  private static final class Percentile extends Window {
    private final TreeMap<BigDecimal, Integer> counts = new TreeMap<>();
    private int total;
    private BigDecimal found = BigDecimal.ZERO;

    @Override
    void add(Entry<?> entry) {
      counts.merge(entry.number, 1, Integer::sum);
      total++;
    }

    @Override
    void remove(Entry<?> entry) {
      counts.computeIfPresent(entry.number, (value, count) -> count == 1 ? null : count - 1);
      total--;
    }

    @Override
    boolean holds(Criterion condition, List<? extends Entry<?>> last) {
      long rank = Math.max(1, (condition.percentile() * (long) total + 99) / 100);
      for (Map.Entry<BigDecimal, Integer> each : counts.entrySet()) {
        rank -= each.getValue();
        found = each.getKey();
        if (rank <= 0) {
          break;
        }
      }
      return condition.holds(found);
    }

    @Override
    String shown() {
      return "a percentile of "
          + found.stripTrailingZeros().toPlainString()
          + " in "
          + total
          + " events";
    }
  }

  /** How many of the rules. */
  private static final class Together extends Window {
    private final int[] counts = new int[Correlation.MOST_RULES];
    private int rules;

    @Override
    void add(Entry<?> entry) {
      for (long bits = entry.rules; bits != 0; bits &= bits - 1) {
        if (counts[Long.numberOfTrailingZeros(bits)]++ == 0) {
          rules++;
        }
      }
    }

    @Override
    void remove(Entry<?> entry) {
      for (long bits = entry.rules; bits != 0; bits &= bits - 1) {
        if (--counts[Long.numberOfTrailingZeros(bits)] == 0) {
          rules--;
        }
      }
    }

    @Override
    boolean holds(Criterion condition, List<? extends Entry<?>> last) {
      return condition.holds(BigDecimal.valueOf(rules));
    }

    @Override
    String shown() {
      return rules + " of the rules";
    }
  }

  /**
   * How many of the rules one after the other, ending with the last event; rules may be left out,
   * and events of one time are in whatever order suits.
   *
   * <p>Kept per rule and length: the latest beginning of a chain of that length that ends with the
   * rule. A longer wait never makes a chain better, so the latest beginning is all that matters,
   * and nothing need be removed.
   */
  private static final class InOrder extends Window {
    private static final long NONE = Long.MIN_VALUE;

    private final long spanMicros;
    private final long[][] begins;
    private long time = NONE;
    private long bits;
    private int length;

    InOrder(int rules, long spanMicros) {
      this.spanMicros = spanMicros;
      this.begins = new long[rules + 1][rules];
      for (long[] each : begins) {
        Arrays.fill(each, NONE);
      }
    }

    @Override
    void add(Entry<?> entry) {
      if (entry.micros != time) {
        time = entry.micros;
        bits = 0;
      }
      bits |= entry.rules;
      for (long left = bits; left != 0; left &= left - 1) {
        int rule = Long.numberOfTrailingZeros(left);
        begins[1][rule] = time;
        for (int longer = 2; longer <= rule + 1; longer++) {
          for (int before = longer - 2; before < rule; before++) {
            begins[longer][rule] = Math.max(begins[longer][rule], begins[longer - 1][before]);
          }
        }
      }
    }

    @Override
    void remove(Entry<?> entry) {}

    @Override
    boolean holds(Criterion condition, List<? extends Entry<?>> last) {
      length = 0;
      for (long left = bits; left != 0; left &= left - 1) {
        int rule = Long.numberOfTrailingZeros(left);
        for (int chain = rule + 1; chain > length; chain--) {
          if (begins[chain][rule] != NONE && begins[chain][rule] > time - spanMicros) {
            length = chain;
          }
        }
      }
      return condition.holds(BigDecimal.valueOf(length));
    }

    @Override
    String shown() {
      return length + " of the rules in order";
    }
  }
}
