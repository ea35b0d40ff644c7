package io.testudo.telemetry.json;

import io.testudo.telemetry.record.TimeText;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Any object: its fields as they are. AWS CloudTrail's are named as such; others have a source that
 * is not known.
 *
 * <p>The time is that of the first field of {@link #TIMES} that holds one, else the item's.
 */
public final class OtherJson implements Dialect {

  private static final List<String> TIMES =
      List.of(
          "@timestamp",
          "timestamp",
          "eventTime",
          "time",
          "ts",
          "EventTime",
          "TimeGenerated",
          "datetime",
          "date");

  private static final List<String> HOSTS =
      List.of("host.name", "hostname", "Hostname", "Computer", "host");

  private static final LogSource UNKNOWN = new LogSource("", "", "");
  private static final LogSource CLOUDTRAIL = new LogSource("aws", "", "cloudtrail");

  private final Instant itemTime;

  /** Reads objects that have no time of their own as of {@code itemTime}. */
  public OtherJson(Instant itemTime) {
    this.itemTime = itemTime;
  }

  @Override
  public boolean speaks(Map<String, Value> fields) {
    return true;
  }

  @Override
  public Event event(Origin origin, Map<String, Value> fields) {
    Fields kept = Fields.of(fields);
    String host = "";
    for (String name : HOSTS) {
      if (host.isEmpty() && kept.find(name) instanceof Value.Text text) {
        host = text.text();
      }
    }
    boolean trail =
        fields.get("eventSource") instanceof Value.Text
            && fields.get("eventName") instanceof Value.Text
            && fields.containsKey("eventVersion");
    return new LogRecord(origin, time(fields), trail ? CLOUDTRAIL : UNKNOWN, host, kept);
  }

  private Instant time(Map<String, Value> fields) {
    for (String name : TIMES) {
      Instant time = time(fields.get(name));
      if (time != null) {
        return time;
      }
    }
    return itemTime;
  }

  private static @Nullable Instant time(@Nullable Value value) {
    if (value instanceof Value.Text text) {
      return TimeText.parse(text.text());
    }
    if (value instanceof Value.Whole whole) {
      return TimeText.ofEpochNumber(whole.number());
    }
    return value instanceof Value.Real real ? TimeText.ofEpochNumber(real.number()) : null;
  }
}
