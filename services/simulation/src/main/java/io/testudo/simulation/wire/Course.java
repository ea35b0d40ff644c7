package io.testudo.simulation.wire;

/**
 * What a connection came to: the figures that a flow sensor writes.
 *
 * @param startMicros time of its first packet, since the epoch
 * @param endMicros time of its last packet
 * @param clientBytes payload that the client sent
 * @param serverBytes payload that the server sent
 * @param clientPackets packets that the client sent, counted before any offload joined them
 * @param serverPackets packets that the server sent
 * @param history which kinds of packet came in which order, in Zeek's letters
 */
public record Course(
    long startMicros,
    long endMicros,
    long clientBytes,
    long serverBytes,
    long clientPackets,
    long serverPackets,
    String history) {}
