package io.testudo.telemetry.syslog;

import io.testudo.telemetry.json.Dialect;
import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.telemetry.record.TimeText;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Value;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Entries of systemd's journal, as {@code journalctl -o json} writes them or {@link JournalExport}
 * reads them. They become what the plain syslog message becomes, and all fields of the journal
 * stay. Bytes that JSON tells as numbers become the text that they are.
 */
public final class JournalEntry implements Dialect {

  private static final String TIME = "__REALTIME_TIMESTAMP";

  /** What the journal takes for the facility of a message that names none: user. */
  private static final int DEFAULT_FACILITY = 1;

  private final SyslogDecoder decoder;

  /** Decodes the messages with {@code decoder}. */
  public JournalEntry(SyslogDecoder decoder) {
    this.decoder = decoder;
  }

  @Override
  public boolean speaks(Map<String, Value> fields) {
    return fields.containsKey(TIME)
        && (fields.containsKey("MESSAGE") || fields.containsKey("__CURSOR"));
  }

  @Override
  public Event event(Origin origin, Map<String, Value> fields) throws MalformedRecordException {
    fields.replaceAll((name, value) -> readable(value));
    String micros = text(fields, TIME);
    Instant time =
        micros.matches("[0-9]{1,17}")
            ? TimeText.ofEpochSeconds(Long.parseLong(micros) / 1e6)
            : null;
    if (time == null) {
      throw new MalformedRecordException("has no valid " + TIME);
    }
    SyslogMessage message =
        new SyslogMessage(
            priority(text(fields, "SYSLOG_FACILITY"), text(fields, "PRIORITY")),
            time,
            text(fields, "_HOSTNAME"),
            first(fields, "SYSLOG_IDENTIFIER", "_COMM"),
            first(fields, "SYSLOG_PID", "_PID"),
            text(fields, "MESSAGE_ID"),
            Fields.NONE,
            text(fields, "MESSAGE"));
    if (!(decoder.event(origin, message) instanceof LogRecord record)) {
      throw new MalformedRecordException("holds no log record");
    }
    Map<String, Value> all = new LinkedHashMap<>(record.fields().asMap());
    fields.forEach(all::putIfAbsent);
    LogSource source = record.source();
    return new LogRecord(
        origin,
        record.time(),
        source.product().isEmpty()
            ? new LogSource("linux", source.category(), source.service())
            : source,
        record.host(),
        Fields.of(all));
  }

  private static int priority(String facility, String severity) {
    if (!severity.matches("[0-7]")) {
      return -1;
    }
    boolean isKnown = facility.matches("[0-9]|1[0-9]|2[0-3]");
    int number = isKnown ? Integer.parseInt(facility) : DEFAULT_FACILITY;
    return number * 8 + Integer.parseInt(severity);
  }

  /** A list of bytes as the text that they are, also within a list of values. */
  private static Value readable(Value value) {
    if (!(value instanceof Value.Many many) || many.values().isEmpty()) {
      return value;
    }
    var bytes = new ByteArrayOutputStream();
    for (Value one : many.values()) {
      if (one instanceof Value.Whole whole && whole.number() >= 0 && whole.number() <= 255) {
        bytes.write((int) whole.number());
      } else {
        return new Value.Many(many.values().stream().map(JournalEntry::readable).toList());
      }
    }
    return new Value.Text(bytes.toString(StandardCharsets.UTF_8));
  }

  private static String first(Map<String, Value> fields, String name, String otherwise) {
    String text = text(fields, name);
    return text.isEmpty() ? text(fields, otherwise) : text;
  }

  /** The field's value, or the first where there are several. */
  private static String text(Map<String, Value> fields, String name) {
    Value value = fields.get(name);
    if (value instanceof Value.Many many && !many.values().isEmpty()) {
      value = many.values().getFirst();
    }
    return value == null ? "" : value.toString();
  }
}
