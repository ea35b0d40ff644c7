package io.testudo.telemetry.flow;

/**
 * What an assembler did so far.
 *
 * @param packets packets that went into flows
 * @param flows flows delivered, the parts of long ones counted each
 * @param evicted flows delivered early because too many were open
 * @param aged flows delivered because of their age, to be continued
 * @param orphanFragments fragments whose first was not seen; they went into flows without ports
 */
public record FlowCounts(long packets, long flows, long evicted, long aged, long orphanFragments) {}
