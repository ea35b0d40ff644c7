package io.testudo.telemetry.container;

/**
 * How much a container may grow.
 *
 * @param bytes most unpacked bytes of one file, all levels together
 * @param ratio most unpacked bytes for each packed one, once {@link UnpackBudget#FREE_BYTES} are
 *     passed
 * @param entries most entries of one file, all levels together
 * @param depth most containers within one another
 */
public record UnpackLimits(long bytes, int ratio, int entries, int depth) {

  public UnpackLimits {
    if (bytes < 1 || ratio < 1 || entries < 1 || depth < 1) {
      throw new IllegalArgumentException("limits of unpacking must be positive");
    }
  }
}
