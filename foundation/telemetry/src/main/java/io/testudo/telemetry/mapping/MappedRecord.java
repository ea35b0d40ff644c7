package io.testudo.telemetry.mapping;

import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives the columns of a record the names that a mapping declares. Not thread-safe. */
final class MappedRecord {

  private static final int MOST_SHOWN = 60;

  private final Mapping mapping;
  private final MappedTime.Reader times;

  MappedRecord(Mapping mapping) {
    this.mapping = mapping;
    this.times = mapping.time().reader();
  }

  /** The event with these columns. */
  Event event(Origin origin, Map<String, Value> columns) throws MalformedRecordException {
    Fields record = Fields.of(columns);
    Instant time = time(record);
    Map<String, Value> fields = new LinkedHashMap<>();
    for (Map.Entry<String, String> field : mapping.fields().entrySet()) {
      Value value = record.find(field.getKey());
      if (value != null && value != Value.Nothing.NOTHING) {
        fields.put(field.getValue(), value);
      }
    }
    if (mapping.others() == Mapping.Others.KEPT) {
      columns.forEach(
          (name, value) -> {
            if (!mapping.fields().containsKey(name)) {
              fields.putIfAbsent(name, value);
            }
          });
    }
    String host = mapping.host().isEmpty() ? "" : record.text(mapping.host());
    return new LogRecord(origin, time, mapping.source(), host, Fields.of(fields));
  }

  private static String text(@Nullable Value value) {
    return value instanceof Value.Real real
        ? BigDecimal.valueOf(real.number()).toPlainString()
        : value == null ? "" : value.toString();
  }

  private Instant time(Fields record) throws MalformedRecordException {
    var text = new StringBuilder();
    for (String column : mapping.time().columns()) {
      text.append(text.isEmpty() ? "" : " ").append(text(record.find(column)));
    }
    Instant time = times.time(text.toString());
    if (time == null) {
      String shown = text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : "" + text;
      throw new MalformedRecordException(
          "has no valid time in " + String.join(", ", mapping.time().columns()) + ": " + shown);
    }
    return time;
  }
}
