package io.testudo.telemetry.nfdump;

import io.testudo.telemetry.pairing.ReportedFlow;
import io.testudo.vocabulary.event.Origin;

/** Takes reports of exporters that were stored. */
@FunctionalInterface
public interface StoredReports {

  /**
   * A report.
   *
   * @param exporter the exporter's address, empty if it was not stored
   * @param domain its engine or system number, 0 if it was not stored
   * @param flow valid during this call only
   */
  void report(Origin origin, String exporter, long domain, ReportedFlow flow);
}
