package io.testudo.testkit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The chance of a test: fresh in each run and printed, or repeated by {@code -Dseed=}.
 *
 * @param value what everything random in the test follows from
 */
public record Seed(long value) {

  private static final String PROPERTY = "seed";
  private static final long OF_THIS_RUN = Long.getLong(PROPERTY, System.nanoTime() & 0xFFFF_FFFFL);
  private static final Set<Class<?>> TOLD = ConcurrentHashMap.newKeySet();

  /** The seed of this run, printed once with the name of the test that asks. */
  public static Seed of(Class<?> test) {
    if (TOLD.add(test)) {
      System.out.println(test.getSimpleName() + ": repeat with -D" + PROPERTY + "=" + OF_THIS_RUN);
    }
    return new Seed(OF_THIS_RUN);
  }

  /** A generator that gives the same numbers for the same seed on every machine. */
  public RandomGenerator random() {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(value);
  }

  /** A clock that starts at the same moment for the same seed. */
  public SeededClock clock() {
    return new SeededClock(this);
  }
}
