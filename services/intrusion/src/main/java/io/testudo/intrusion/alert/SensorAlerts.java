package io.testudo.intrusion.alert;

import io.testudo.intrusion.raising.Draft;
import io.testudo.intrusion.raising.FindingWindows;
import io.testudo.intrusion.raising.Seen;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.fact.Fact;
import java.util.List;
import java.util.function.Consumer;

/** Makes findings of what other sensors already call an alert or a notice. */
public final class SensorAlerts {

  private SensorAlerts() {}

  /** Raises a finding if the record is a sensor's alert. */
  public static void observe(LogRecord log, FindingWindows windows, Consumer<Fact> facts) {
    observe(log, "the sensor's own ground beyond what the alert says", windows, facts);
  }

  /**
   * Raises a finding if the record is an alert.
   *
   * @param unknown what is not known of it
   */
  public static void observe(
      LogRecord log, String unknown, FindingWindows windows, Consumer<Fact> facts) {
    SensorAlert alert =
        switch (log.source().product()) {
          case "suricata" -> SuricataAlerts.read(log);
          case "zeek" -> ZeekNotices.read(log);
          default -> null;
        };
    if (alert == null) {
      return;
    }
    windows.match(
        alert.detector(),
        alert.main(),
        log.time(),
        () ->
            new Draft(
                alert.title(),
                alert.severity(),
                alert.confidence(),
                log.time(),
                log.time(),
                alert.involved(),
                alert.techniques(),
                alert.tactics(),
                alert.reasons(),
                List.of(Seen.evidence(log)),
                List.of(unknown)),
        facts);
  }
}
