package io.testudo.telemetry.syslog;

import io.testudo.telemetry.json.Dialect;
import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.telemetry.record.TimeText;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Syslog messages as JSON of Azure's {@code Syslog} table ({@code SyslogMessage}). They become what
 * the plain message becomes, and the other fields stay.
 */
public final class SyslogJson implements Dialect {

  private final SyslogDecoder decoder;

  /** Decodes the messages with {@code decoder}. */
  public SyslogJson(SyslogDecoder decoder) {
    this.decoder = decoder;
  }

  @Override
  public boolean speaks(Map<String, Value> fields) {
    return fields.get("SyslogMessage") instanceof Value.Text;
  }

  @Override
  public Event event(Origin origin, Map<String, Value> fields) throws MalformedRecordException {
    Instant time = first(fields, "EventTime", "TimeGenerated");
    if (time == null) {
      throw new MalformedRecordException("has no valid time");
    }
    SyslogMessage message =
        new SyslogMessage(
            -1,
            time,
            text(fields, "HostName"),
            text(fields, "ProcessName"),
            text(fields, "ProcessID"),
            "",
            Fields.NONE,
            text(fields, "SyslogMessage"));
    if (!(decoder.event(origin, message) instanceof LogRecord record)) {
      throw new MalformedRecordException("holds no log record");
    }
    Map<String, Value> all = new LinkedHashMap<>(record.fields().asMap());
    fields.forEach(all::putIfAbsent);
    return new LogRecord(origin, record.time(), record.source(), record.host(), Fields.of(all));
  }

  private static @Nullable Instant first(Map<String, Value> fields, String... names) {
    for (String name : names) {
      Instant time = TimeText.parse(text(fields, name));
      if (time != null) {
        return time;
      }
    }
    return null;
  }

  private static String text(Map<String, Value> fields, String name) {
    Value value = fields.get(name);
    return value == null ? "" : value.toString();
  }
}
