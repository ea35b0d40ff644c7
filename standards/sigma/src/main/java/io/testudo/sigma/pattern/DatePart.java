package io.testudo.sigma.pattern;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a date that a rule may ask for. A date is read as it is written: an offset is not
 * converted. A number is seconds, or from 10^11 milliseconds, since 1970 in UTC.
 */
public enum DatePart {
  MINUTE(ChronoField.MINUTE_OF_HOUR),
  HOUR(ChronoField.HOUR_OF_DAY),
  DAY(ChronoField.DAY_OF_MONTH),
  WEEK(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
  MONTH(ChronoField.MONTH_OF_YEAR),
  YEAR(ChronoField.YEAR);

  private static final Pattern DATE =
      Pattern.compile("(\\d{4})[-/.](\\d{2})[-/.](\\d{2})(?:[T ](\\d{2}):(\\d{2}))?");
  private static final double FIRST_MILLISECONDS = 1e11;

  private final TemporalField field;

  DatePart(TemporalField field) {
    this.field = field;
  }

  /** The part of the date that the text begins with; -1 where it begins with none. */
  public long of(String text) {
    Matcher date = DATE.matcher(text.length() > 32 ? text.substring(0, 32) : text);
    try {
      if (date.lookingAt()) {
        boolean timed = date.group(4) != null;
        return LocalDateTime.of(
                Integer.parseInt(date.group(1)),
                Integer.parseInt(date.group(2)),
                Integer.parseInt(date.group(3)),
                timed ? Integer.parseInt(date.group(4)) : 0,
                timed ? Integer.parseInt(date.group(5)) : 0)
            .getLong(field);
      }
      Quantity number = Quantity.parse(text);
      return number == null ? -1 : of(number);
    } catch (DateTimeException e) {
      return -1;
    }
  }

  private long of(Quantity number) {
    double seconds = number.decimal();
    if (Double.isNaN(seconds) || seconds < 0 || seconds > 1e15) {
      return -1;
    }
    Instant instant =
        seconds >= FIRST_MILLISECONDS
            ? Instant.ofEpochMilli((long) seconds)
            : Instant.ofEpochSecond((long) seconds);
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC).getLong(field);
  }
}
