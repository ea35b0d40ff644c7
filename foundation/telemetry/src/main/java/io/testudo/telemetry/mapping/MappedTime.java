package io.testudo.telemetry.mapping;

import io.testudo.telemetry.record.TimeText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a mapped record says when it happened.
 *
 * @param columns the columns that say so; several are joined by spaces
 * @param pattern how, a pattern of {@link DateTimeFormatter} in English; empty for ISO 8601 and for
 *     numbers of seconds, milliseconds, micro- or nanoseconds since 1970, told by their size
 * @param zone the zone of times that name none
 */
public record MappedTime(List<String> columns, String pattern, ZoneId zone) {

  private static final int MOST_CHARACTERS = 100;

  public MappedTime {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException(
          "columns (" + columns + ") of MappedTime must not be empty");
    }
    if (!pattern.isEmpty()) {
      check(pattern);
    }
  }

  private static void check(String pattern) {
    try {
      DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
      String written = formatter.withZone(ZoneOffset.UTC).format(Instant.EPOCH);
      if (instant(formatter, written, ZoneOffset.UTC) != null) {
        return;
      }
    } catch (DateTimeException | IllegalArgumentException e) {
      // Said below, with what is expected.
    }
    throw new IllegalArgumentException(
        "pattern ("
            + pattern
            + ") of MappedTime must tell year, month, day and time of day, like dd.MM.yyyy HH:mm:ss");
  }

  /** What reads times by these columns; not thread-safe. */
  Reader reader() {
    return new Reader(
        pattern.isEmpty() ? null : DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH), zone);
  }

  /** Reads times. */
  record Reader(@Nullable DateTimeFormatter formatter, ZoneId zone) {

    /** The instant that this text tells; null if it tells none. */
    @Nullable Instant time(String spaced) {
      String text = spaced.strip();
      if (text.length() > MOST_CHARACTERS) {
        return null;
      }
      if (formatter != null) {
        return instant(formatter, text, zone);
      }
      Instant time = TimeText.parse(text, zone);
      if (time != null || !text.matches("[0-9]{1,19}(\\.[0-9]{1,9})?")) {
        return time;
      }
      Instant exact = TimeText.parseEpochSeconds(text);
      boolean isSeconds = text.indexOf('.') > 0 ? text.indexOf('.') < 12 : text.length() < 12;
      return isSeconds && exact != null ? exact : TimeText.ofEpochNumber(Double.parseDouble(text));
    }
  }

  private static @Nullable Instant instant(DateTimeFormatter formatter, String text, ZoneId zone) {
    try {
      TemporalAccessor parsed = formatter.parse(text);
      ZoneId own = parsed.query(TemporalQueries.zone());
      return LocalDateTime.from(parsed).atZone(own == null ? zone : own).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
