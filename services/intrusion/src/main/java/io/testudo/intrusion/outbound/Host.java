package io.testudo.intrusion.outbound;

import io.testudo.intrusion.state.Saved;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** What a host sent outside in each of the last {@value #MOST} ten-minute spans that are over. */
final class Host {

  static final long SPAN_SECONDS = 600;

  private static final int MOST = 144;
  private static final double LOUD = Math.log(10_000);

  /** Logarithms of 1 + bytes, oldest first. */
  private final Deque<Double> past = new ArrayDeque<>();

  private long span = Long.MIN_VALUE;
  private double current;

  /** A host that sent nothing outside since this time. */
  static Host quietSince(long epochSecond) {
    Host host = new Host();
    host.span = spanOf(epochSecond);
    return host;
  }

  static long spanOf(long epochSecond) {
    return Math.floorDiv(epochSecond, SPAN_SECONDS);
  }

  void add(long epochSecond, double bytes) {
    long now = spanOf(epochSecond);
    if (span == Long.MIN_VALUE || now < span - MOST) {
      past.clear();
      current = 0;
      span = now;
    }
    long over = Math.min(now - span, MOST + 1);
    for (long i = 0; i < over; i++) {
      past.addLast(Math.log1p(i == 0 ? current : 0));
      if (past.size() > MOST) {
        past.removeFirst();
      }
    }
    if (now > span) {
      span = now;
      current = 0;
    }
    current += bytes;
  }

  /** How many spans are known. */
  int spans() {
    return past.size();
  }

  /** Whether none of the known spans saw more than 10 kB. */
  boolean isQuiet() {
    return past.stream().noneMatch(value -> value > LOUD);
  }

  double median() {
    return median(past.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Median distance from the median, scaled to a normal law's deviation, at least 0.75. */
  double deviation() {
    double median = median();
    double[] distances = past.stream().mapToDouble(value -> Math.abs(value - median)).toArray();
    return Math.max(0.75, 1.4826 * median(distances));
  }

  private static double median(double[] values) {
    if (values.length == 0) {
      return 0;
    }
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(past.size());
    for (double value : past) {
      out.writeDouble(value);
    }
    out.writeLong(span);
    out.writeDouble(current);
  }

  static Host restored(DataInput in) throws IOException {
    Host host = new Host();
    int count = Saved.readCount(in, MOST);
    for (int i = 0; i < count; i++) {
      host.past.addLast(Saved.readFinite(in));
    }
    host.span = in.readLong();
    host.current = Saved.readFinite(in);
    return host;
  }
}
