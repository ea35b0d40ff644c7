package io.testudo.suricata.payload;

/**
 * A number of a rule: written out, or one that was read from the payload before.
 *
 * @param constant the number, if {@code slot} is negative
 * @param slot where the number that was read is kept, or -1
 */
public record Amount(long constant, int slot) {

  /** A number written out. */
  public static Amount of(long constant) {
    return new Amount(constant, -1);
  }

  /** A number that was read before. */
  public static Amount read(int slot) {
    return new Amount(0, slot);
  }

  long value(long[] slots) {
    return slot < 0 ? constant : slots[slot];
  }

  boolean isRead() {
    return slot >= 0;
  }
}
