package io.testudo.telemetry.netflow;

/**
 * What one exporter sent.
 *
 * @param exporter its address, or the folder its datagrams lay in
 * @param version 5, 9 or 10, which is IPFIX
 * @param domain its observation domain, source id or engine
 * @param datagrams datagrams of which the header was sound
 * @param flows records that told of a flow
 * @param otherRecords records that told of something else: options, interfaces, names
 * @param undecodable sets of data whose template never came
 * @param pending sets of data that wait for their template
 * @param templates templates in force
 * @param redefined templates that were replaced by another definition of the same number
 * @param refusedTemplates templates that were not kept, since there were too many
 * @param lost by its own numbers: datagrams of version 9, records otherwise, that never came
 * @param reordered datagrams that came late
 * @param restarts how often it began to count anew
 */
public record ExporterCounts(
    String exporter,
    int version,
    long domain,
    long datagrams,
    long flows,
    long otherRecords,
    long undecodable,
    int pending,
    int templates,
    long redefined,
    long refusedTemplates,
    long lost,
    long reordered,
    long restarts) {}
