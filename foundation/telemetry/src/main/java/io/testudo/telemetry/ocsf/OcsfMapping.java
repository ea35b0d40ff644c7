package io.testudo.telemetry.ocsf;

import io.testudo.ocsf.OcsfActivity;
import io.testudo.ocsf.OcsfEvent;
import io.testudo.ocsf.OcsfObject;
import io.testudo.ocsf.OcsfProduct;
import io.testudo.ocsf.OcsfSeverity;
import io.testudo.telemetry.zeek.MessageRecord;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.Message;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.incident.Incident;

/**
 * Turns events, findings and incidents into OCSF events of version {@link
 * OcsfEvent#SCHEMA_VERSION}, as {@code docs/formats/events.md} lists them. Every result is valid
 * against the schema's definitions, whatever the fields of the event hold. Safe for use by several
 * threads.
 */
public final class OcsfMapping {

  private final OcsfProduct product;

  /**
   * A mapping that names Testudo in this version as the product.
   *
   * @param version the program's version, not blank
   */
  public OcsfMapping(String version) {
    product = new OcsfProduct("Testudo", "Testudo", version);
  }

  /** The event: of a class of its own where there is one, else a base event. */
  public OcsfEvent of(Event event) {
    return switch (event) {
      case Flow flow -> FlowMapping.of(flow, product);
      case Message message -> of(MessageRecord.of(message));
      case LogRecord record -> of(record);
    };
  }

  private OcsfEvent of(LogRecord record) {
    RecordFields fields = new RecordFields(record);
    OcsfEvent event =
        switch (record.source().product()) {
          case "windows" -> WindowsMapping.of(fields, product);
          case "zeek" -> ZeekMapping.of(fields, product);
          case "suricata" -> SuricataMapping.of(fields, product);
          case "linux" -> LinuxMapping.of(fields, product);
          default -> null;
        };
    if (event == null) {
      event =
          OcsfEvent.of(
              OcsfActivity.BASE_UNKNOWN, OcsfSeverity.INFORMATIONAL, record.time(), product);
    }
    OcsfObject metadata = OcsfObject.empty().set("uid", record.origin().toString());
    if (!record.source().service().isEmpty()) {
      metadata.set("log_name", record.source().service());
    }
    if (!record.source().product().isEmpty()) {
      metadata.set("log_provider", record.source().product());
    }
    event.metadata(metadata);
    fields.putUnmapped(event);
    return event;
  }

  /** The finding, as a detection finding. */
  public OcsfEvent of(Finding finding) {
    return FindingMapping.of(finding, product);
  }

  /** The incident, as an incident finding. */
  public OcsfEvent of(Incident incident) {
    return FindingMapping.of(incident, product);
  }
}
