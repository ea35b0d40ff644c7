package io.testudo.telemetry.collector;

/**
 * What a listener to exporters received.
 *
 * @param datagrams datagrams that were spooled
 * @param bytes their bytes
 * @param shed datagrams that were lost here: more came than the spool could take, or it was full or
 *     failed
 * @param dropped datagrams that the operating system dropped since its buffer was full; −1 where it
 *     does not tell
 */
public record FlowListenerStatistics(long datagrams, long bytes, long shed, long dropped) {}
