package io.testudo.telemetry.netflow;

import java.util.List;
import java.util.Locale;

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

  /** All in one line, for a person. */
  public String summary() {
    long lost = exporters.stream().mapToLong(ExporterCounts::lost).sum();
    long undecodable = exporters.stream().mapToLong(ExporterCounts::undecodable).sum();
    long pending = exporters.stream().mapToLong(ExporterCounts::pending).sum();
    long restarts = exporters.stream().mapToLong(ExporterCounts::restarts).sum();
    return String.format(
        Locale.ROOT,
        "%,d exporter%s, %,d flow records; lost on the way by their own count %,d, sets whose"
            + " template never came %,d, waiting for one %,d, restarts %,d%s",
        exporters.size(),
        exporters.size() == 1 ? "" : "s",
        flows(),
        lost,
        undecodable,
        pending,
        restarts,
        refused + displaced == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; exporters forgotten for room %,d, refused %,d",
                displaced,
                refused));
  }
}
