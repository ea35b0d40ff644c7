package io.testudo.simulation.chance;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A stream of chance that depends on a seed and a purpose alone.
 *
 * <p>{@link #stream} gives a child that depends on this stream's own seed and the child's purpose,
 * never on what was drawn before. An actor with a stream of its own therefore does the same
 * whatever other actors there are. Not safe for use by several threads.
 */
public final class Chance {

  private final long seed;
  private final RandomGenerator random;

  private Chance(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /** The root stream of a seed. */
  public static Chance of(long seed) {
    return new Chance(mix(seed));
  }

  /** The child stream for {@code purpose}: the same however often and whenever it is asked for. */
  public Chance stream(String purpose) {
    return new Chance(mix(seed ^ digest(purpose)));
  }

  /** A whole number in {@code least..most}, both included. */
  public int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  /** A whole number in {@code least..most}, both included. */
  public long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  /** A number in 0..1, 1 excluded. */
  public double unit() {
    return random.nextDouble();
  }

  /** True with this probability. */
  public boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  /** One of them, all alike. */
  public <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** One of them, all alike. */
  @SafeVarargs
  public final <T> T pick(T first, T... others) {
    int index = random.nextInt(others.length + 1);
    return index == 0 ? first : others[index - 1];
  }

  /** A time in {@code least..most} to the microsecond. */
  public Duration between(Duration least, Duration most) {
    return micros(between(least.toNanos() / 1_000, most.toNanos() / 1_000));
  }

  /** A number of seconds in {@code least..most} to the microsecond. */
  public Duration seconds(double least, double most) {
    return micros((long) (1e6 * (least + (most - least) * random.nextDouble())));
  }

  /** A waiting time of a Poisson process, cut at ten times its mean. */
  public Duration waiting(Duration mean) {
    double factor = Math.min(10, -StrictMath.log(1 - random.nextDouble()));
    return micros((long) (mean.toNanos() / 1_000.0 * factor));
  }

  /** A size whose logarithm is normal: half are below {@code median}, a few are far above. */
  public long size(long median, double spread, long most) {
    double sum = 0;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return (long) Math.min(most, Math.max(1, median * StrictMath.exp(spread * (sum - 6))));
  }

  /** Lower-case hexadecimal digits. */
  public String hex(int digits) {
    StringBuilder text = new StringBuilder(digits);
    for (int i = 0; i < digits; i++) {
      text.append(Character.forDigit(random.nextInt(16), 16));
    }
    return text.toString();
  }

  /** Characters out of {@code alphabet}. */
  public String text(int length, String alphabet) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /** Bytes, all values alike. */
  public byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The seed of this stream, for identifiers that must be stable. */
  public long seed() {
    return seed;
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(micros * 1_000);
  }

  /** FNV-1a over the characters. */
  private static long digest(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
  private static long mix(long z) {
    long a = z + 0x9E3779B97F4A7C15L;
    a = (a ^ (a >>> 30)) * 0xBF58476D1CE4E5B9L;
    a = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return a ^ (a >>> 31);
  }
}
