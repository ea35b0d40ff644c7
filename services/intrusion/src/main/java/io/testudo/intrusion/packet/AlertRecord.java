package io.testudo.intrusion.packet;

import io.testudo.suricata.Alert;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An alert as a record in the form in which Suricata logs its own. */
final class AlertRecord {

  private static final LogSource SOURCE = new LogSource("suricata", "alert", "");

  private AlertRecord() {}

  static LogRecord of(Alert alert, Origin origin) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("event_type", text("alert"));
    if (alert.packet() > 0) {
      fields.put("pcap_cnt", new Value.Whole(origin.record()));
    }
    fields.put("src_ip", text(alert.source()));
    fields.put("src_port", new Value.Whole(alert.sourcePort()));
    fields.put("dest_ip", text(alert.destination()));
    fields.put("dest_port", new Value.Whole(alert.destinationPort()));
    fields.put("proto", new Value.Whole(alert.protocol()));
    if (!alert.application().isEmpty()) {
      fields.put("app_proto", text(alert.application()));
    }
    fields.put("direction", text(alert.isToServer() ? "to_server" : "to_client"));
    fields.put("alert", Fields.of(signature(alert)));
    fields.put("payload_printable", text(printable(alert.evidence().payload())));
    Map<String, Value> message = new LinkedHashMap<>();
    alert.evidence().message().forEach((name, value) -> message.put(name, text(value)));
    if (!message.isEmpty()) {
      fields.put("message", Fields.of(message));
    }
    Instant time = Instant.ofEpochSecond(0, alert.timeNanos());
    return new LogRecord(origin, time, SOURCE, "", Fields.of(fields));
  }

  private static Map<String, Value> signature(Alert alert) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("action", text(alert.action()));
    fields.put("gid", new Value.Whole(alert.gid()));
    fields.put("signature_id", new Value.Whole(alert.sid()));
    fields.put("rev", new Value.Whole(alert.revision()));
    fields.put("signature", text(alert.message()));
    fields.put("category", text(alert.classType().replace('-', ' ')));
    fields.put("severity", new Value.Whole(alert.priority()));
    Map<String, Value> metadata = new LinkedHashMap<>();
    alert.metadata().forEach((name, values) -> metadata.put(name, many(values)));
    if (!metadata.isEmpty()) {
      fields.put("metadata", Fields.of(metadata));
    }
    if (!alert.references().isEmpty()) {
      fields.put("references", many(alert.references()));
    }
    return fields;
  }

  private static Value many(List<String> values) {
    return new Value.Many(values.stream().<Value>map(AlertRecord::text).toList());
  }

  private static Value text(String text) {
    return new Value.Text(text);
  }

  /** Octets as text, a dot for each that is no character of ASCII. */
  private static String printable(byte[] octets) {
    StringBuilder text = new StringBuilder(octets.length);
    for (byte octet : octets) {
      boolean plain = (octet >= ' ' && octet < 127) || octet == '\n' || octet == '\r';
      text.append(plain ? (char) octet : '.');
    }
    return text.toString();
  }
}
