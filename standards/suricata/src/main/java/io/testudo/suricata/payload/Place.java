package io.testudo.suricata.payload;

import org.jspecify.annotations.Nullable;

/**
 * Where in a run of octets a content must be.
 *
 * @param offset octets to pass over from the beginning, or null
 * @param depth octets from {@code offset} on in which the content must lie, or null
 * @param distance octets to pass over from the last match, or null
 * @param within octets from {@code distance} on in which the content must lie, or null
 * @param atEnd whether the content must be the last of the run
 */
public record Place(
    @Nullable Amount offset,
    @Nullable Amount depth,
    @Nullable Amount distance,
    @Nullable Amount within,
    boolean atEnd) {

  /** Anywhere. */
  public static Place anywhere() {
    return new Place(null, null, null, null, false);
  }

  boolean isRelative() {
    return distance != null || within != null || isRead(offset) || isRead(depth);
  }

  private static boolean isRead(@Nullable Amount amount) {
    return amount != null && amount.isRead();
  }

  /** Whether the place counts from the beginning of the run. */
  public boolean isFixed() {
    return offset != null || depth != null;
  }

  long lowest(int from, int last, long[] slots) {
    long low = distance != null || within != null ? last : from;
    if (distance != null) {
      low = Math.max(from, low + distance.value(slots));
    }
    return offset == null ? low : Math.max(low, from + offset.value(slots));
  }

  long highest(int from, int to, int last, long[] slots) {
    long high = to;
    if (within != null) {
      long start = distance == null ? last : last + distance.value(slots);
      high = Math.min(high, start + within.value(slots));
    }
    if (depth != null) {
      long start = offset == null ? from : from + offset.value(slots);
      high = Math.min(high, start + depth.value(slots));
    }
    return high;
  }
}
