package io.testudo.vocabulary.event;

/**
 * How the gaps between successive packets of one direction were distributed.
 *
 * @param gaps how many gaps there were: packets − 1, or 0 where the recorder did not say
 * @param meanMicros mean gap in microseconds
 * @param deviationMicros standard deviation of the gaps in microseconds (population)
 * @param leastMicros the shortest gap
 * @param mostMicros the longest gap
 */
public record InterArrival(
    long gaps, double meanMicros, double deviationMicros, long leastMicros, long mostMicros) {

  /** No gap was seen, or the recorder did not say. */
  public static final InterArrival UNKNOWN = new InterArrival(0, 0, 0, 0, 0);
}
