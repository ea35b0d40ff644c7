package io.testudo.intrusion;

/**
 * How detection over a source fares.
 *
 * @param observed events taken in
 * @param late events older than the tolerated lateness: matched against rules, not counted in
 *     statistics
 * @param ahead events too far ahead to move the clock: likewise
 * @param forgotten entities that statistics forgot to bound their memory
 * @param closedEarly finding windows that were closed before their time to bound memory
 * @param openWindows finding windows now open
 * @param shedMatches matches that were not told to correlations, to bound their number
 */
public record IntrusionCounts(
    long observed,
    long late,
    long ahead,
    long forgotten,
    long closedEarly,
    int openWindows,
    long shedMatches) {}
