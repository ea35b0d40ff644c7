package io.testudo.telemetry.windows;

import io.testudo.telemetry.record.TimeText;
import io.testudo.vocabulary.event.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When an event happened: what the system section says ({@code TimeCreated_SystemTime}, {@code
 * TimeCreated}), else Sysmon's {@code UtcTime}, else {@code EventTime}, else the collector's {@code
 * @timestamp} or {@code TimeGenerated}.
 *
 * <p>{@code EventTime} without a zone is the host's local time. Where {@code @timestamp}, which is
 * UTC, was written shortly after, their difference tells the zone: zones lie at quarters of an hour.
 */
final class WindowsTime {

  private static final long QUARTER_SECONDS = 900;

  private WindowsTime() {}

  static @Nullable Instant of(Map<String, Value> flat, ZoneId zone) {
    for (String name :
        new String[] {"TimeCreated_SystemTime", "TimeCreated", "SystemTime", "UtcTime"}) {
      Instant time = time(flat.get(name), ZoneOffset.UTC);
      if (time != null) {
        return time;
      }
    }
    Instant collected = time(flat.get("@timestamp"), ZoneOffset.UTC);
    if (collected == null) {
      collected = time(flat.get("TimeGenerated"), ZoneOffset.UTC);
    }
    Instant asUtc = time(flat.get("EventTime"), ZoneOffset.UTC);
    if (asUtc == null) {
      return collected;
    }
    boolean namesZone = asUtc.equals(time(flat.get("EventTime"), ZoneOffset.MAX));
    if (namesZone) {
      return asUtc;
    }
    if (collected == null) {
      return time(flat.get("EventTime"), zone);
    }
    long seconds = Duration.between(asUtc, collected).toSeconds();
    long quarters = Math.floorDiv(seconds + QUARTER_SECONDS / 2, QUARTER_SECONDS);
    return Math.abs(quarters) <= 18 * 4 ? asUtc.plusSeconds(quarters * QUARTER_SECONDS) : collected;
  }

  private static @Nullable Instant time(@Nullable Value value, ZoneId zone) {
    if (value instanceof Value.Text text) {
      return TimeText.parse(text.text(), zone);
    }
    if (value instanceof Value.Whole whole) {
      return TimeText.ofEpochNumber(whole.number());
    }
    return value instanceof Value.Real real ? TimeText.ofEpochNumber(real.number()) : null;
  }
}
