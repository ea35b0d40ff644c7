package io.testudo.telemetry.spool;

/**
 * What a spool holds and did.
 *
 * @param messages messages taken since it was opened
 * @param shed messages that were not taken since the spool was full
 * @param segments segments on disk
 * @param bytes bytes of all segments
 * @param cutBytes bytes of a torn tail that were cut off when it was opened
 */
public record SpoolStatistics(long messages, long shed, int segments, long bytes, long cutBytes) {}
