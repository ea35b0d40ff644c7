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
 * Syslog messages as JSON: of Azure's {@code Syslog} table ({@code SyslogMessage}) and of {@code
 * journalctl -o json} ({@code MESSAGE}, {@code __REALTIME_TIMESTAMP}). They become what the plain
 * message becomes, and the other fields stay.
 */
public final class SyslogJson implements Dialect {

  private final SyslogDecoder decoder;

  /** Decodes the messages with {@code decoder}. */
  public SyslogJson(SyslogDecoder decoder) {
    this.decoder = decoder;
  }

  @Override
  public boolean speaks(Map<String, Value> fields) {
    return fields.get("SyslogMessage") instanceof Value.Text
        || (fields.get("MESSAGE") instanceof Value.Text
            && fields.containsKey("__REALTIME_TIMESTAMP"));
  }

  @Override
  public Event event(Origin origin, Map<String, Value> fields) throws MalformedRecordException {
    boolean azure = fields.containsKey("SyslogMessage");
    Instant time =
        azure
            ? first(fields, "EventTime", "TimeGenerated")
            : TimeText.ofEpochNumber(number(text(fields, "__REALTIME_TIMESTAMP")));
    if (time == null) {
      throw new MalformedRecordException("has no valid time");
    }
    SyslogMessage message =
        new SyslogMessage(
            -1,
            time,
            text(fields, azure ? "HostName" : "_HOSTNAME"),
            text(fields, azure ? "ProcessName" : "SYSLOG_IDENTIFIER"),
            text(fields, azure ? "ProcessID" : "_PID"),
            "",
            Fields.NONE,
            text(fields, azure ? "SyslogMessage" : "MESSAGE"));
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

  private static double number(String text) {
    return text.matches("[0-9]{1,17}") ? Double.parseDouble(text) : Double.NaN;
  }

  private static String text(Map<String, Value> fields, String name) {
    Value value = fields.get(name);
    return value == null ? "" : value.toString();
  }
}
