package io.testudo.transparency;

import java.util.Random;

/** Seeded chance for a test, which prints its seed and takes another by {@code -Dseed=}. */
final class Chance {

  private Chance() {}

  static Random of(Object test) {
    long seed = Long.getLong("seed", 20260131L);
    System.out.println(test.getClass().getSimpleName() + " seed=" + seed);
    return new Random(seed);
  }

  static byte[] bytes(Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A copy with a few random bytes changed, inserted, removed or repeated. */
  static byte[] mutate(Random random, byte[] original) {
    byte[] bytes = original.clone();
    for (int edits = 1 + random.nextInt(4); edits > 0 && bytes.length > 0; edits--) {
      int at = random.nextInt(bytes.length);
      int length = Math.min(bytes.length - at, 1 + random.nextInt(8));
      bytes =
          switch (random.nextInt(4)) {
            case 0 -> {
              bytes[at] = (byte) random.nextInt(256);
              yield bytes;
            }
            case 1 -> splice(bytes, at, 0, bytes(random, length));
            case 2 -> splice(bytes, at, length, new byte[0]);
            default -> splice(bytes, at, 0, java.util.Arrays.copyOfRange(bytes, at, at + length));
          };
    }
    return bytes;
  }

  private static byte[] splice(byte[] bytes, int at, int removed, byte[] inserted) {
    byte[] result = new byte[bytes.length - removed + inserted.length];
    System.arraycopy(bytes, 0, result, 0, at);
    System.arraycopy(inserted, 0, result, at, inserted.length);
    System.arraycopy(
        bytes, at + removed, result, at + inserted.length, bytes.length - at - removed);
    return result;
  }
}
