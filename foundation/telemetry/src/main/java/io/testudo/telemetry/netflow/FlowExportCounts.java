package io.testudo.telemetry.netflow;

import java.util.List;

/**
 * What all exporters sent.
 *
 * @param exporters one by one, in the order in which they were first heard
 * @param displaced exporters that were forgotten to make room
 * @param refused datagrams of exporters for which there was no room
 */
public record FlowExportCounts(List<ExporterCounts> exporters, long displaced, long refused) {

  public FlowExportCounts {
    exporters = List.copyOf(exporters);
  }

  /** Records that told of a flow. */
  public long flows() {
    return exporters.stream().mapToLong(ExporterCounts::flows).sum();
  }
}
