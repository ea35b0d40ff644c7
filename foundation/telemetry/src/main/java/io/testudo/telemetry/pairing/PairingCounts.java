package io.testudo.telemetry.pairing;

/**
 * What a pairing did.
 *
 * @param reports reports taken
 * @param paired reports that found their other direction
 * @param alone reports that went out alone
 * @param evicted of these, those that had to go early since too many waited
 * @param held reports that wait
 */
public record PairingCounts(long reports, long paired, long alone, long evicted, int held) {}
