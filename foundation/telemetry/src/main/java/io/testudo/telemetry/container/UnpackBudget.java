package io.testudo.telemetry.container;

import java.io.IOException;

/**
 * What is left of the {@link UnpackLimits} of one file.
 *
 * <p>Each deflated stream may exceed the ratio by {@link #FREE_BYTES} and the file as a whole by
 * {@link #FREE_BYTES_IN_ALL}, so that a bomb among honest entries costs little and stops only
 * itself, and many bombs stop the file.
 */
final class UnpackBudget {

  /** What one stream may unpack before its ratio counts. */
  static final long FREE_BYTES = 64L << 20;

  /** What one file may unpack before its overall ratio counts. */
  static final long FREE_BYTES_IN_ALL = 1L << 30;

  private final UnpackLimits limits;
  private final PeekableBytes packed;
  private long unpacked;
  private int entries;

  /**
   * The whole budget.
   *
   * @param packed the file as it lies on disk, of which the position is the packed size
   */
  UnpackBudget(UnpackLimits limits, PeekableBytes packed) {
    this.limits = limits;
    this.packed = packed;
  }

  /** One more entry. */
  void entry() throws UnpackLimitException {
    if (++entries > limits.entries()) {
      throw new UnpackLimitException("holds more than " + limits.entries() + " entries", true);
    }
  }

  /** One more level; {@code depth} counts from 1. */
  void level(int depth) throws UnpackLimitException {
    if (depth > limits.depth()) {
      throw new UnpackLimitException(
          "is nested more than " + limits.depth() + " containers deep", false);
    }
  }

  /**
   * So many bytes were unpacked.
   *
   * @param count how many more
   * @param streamUnpacked what this stream unpacked so far, {@code count} included
   * @param streamPacked what this stream took for it
   */
  void unpacked(int count, long streamUnpacked, long streamPacked) throws IOException {
    unpacked += count;
    if (streamUnpacked > FREE_BYTES && streamUnpacked / limits.ratio() > streamPacked) {
      throw new UnpackLimitException(
          "unpacks to more than " + limits.ratio() + " times its size", false);
    }
    if (unpacked > limits.bytes()) {
      throw new UnpackLimitException("unpacks to more than " + limits.bytes() + " bytes", true);
    }
    if (unpacked > FREE_BYTES_IN_ALL && unpacked / limits.ratio() > packed.position()) {
      throw new UnpackLimitException(
          "unpacks, all told, to more than " + limits.ratio() + " times its size", true);
    }
  }
}
