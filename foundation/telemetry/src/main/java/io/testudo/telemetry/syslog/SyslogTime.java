package io.testudo.telemetry.syslog;

import io.testudo.telemetry.record.TimeText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A date at the beginning of a message: ISO 8601, or {@code Mmm dd hh:mm:ss} with a year before or
 * behind the time of day, or none.
 *
 * @param time when
 * @param end where what follows the date begins
 */
record SyslogTime(Instant time, int end) {

  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  /** A date without a year may lie this far after the reference, as clocks differ. */
  private static final Duration AHEAD = Duration.ofDays(2);

  /**
   * The date that stands at {@code from}, or null if there is none.
   *
   * @param reference about when the message came, which gives the year where there is none
   * @param zone the zone where the date names none
   */
  static @Nullable SyslogTime at(String text, int from, Instant reference, ZoneId zone) {
    if (from + 15 > text.length()) {
      return null;
    }
    char first = text.charAt(from);
    return first >= '0' && first <= '9'
        ? iso(text, from, zone)
        : monthFirst(text, from, reference, zone);
  }

  private static @Nullable SyslogTime iso(String text, int from, ZoneId zone) {
    int end = text.indexOf(' ', from);
    if (end == from + 10 && from + 11 < text.length()) {
      end = text.indexOf(' ', from + 11);
    }
    if (end < 0) {
      end = text.length();
    }
    int stop = end > from && text.charAt(end - 1) == ':' ? end - 1 : end;
    if (stop - from > 48) {
      return null;
    }
    Instant time = TimeText.parse(text.substring(from, stop), zone);
    return time == null ? null : new SyslogTime(time, end);
  }

  private static @Nullable SyslogTime monthFirst(
      String text, int from, Instant reference, ZoneId zone) {
    int month = MONTHS.indexOf(text.substring(from, from + 3)) + 1;
    if (month == 0 || text.charAt(from + 3) != ' ') {
      return null;
    }
    Cursor at = new Cursor(text, from + 4);
    int day = at.number(2);
    int year = -1;
    if (at.seesNumber(4)) {
      year = at.number(4);
    }
    int hour = at.number(2);
    int minute = at.colonNumber();
    int second = at.colonNumber();
    int nanos = at.fraction();
    if (year < 0 && at.seesNumber(4)) {
      Cursor behind = new Cursor(text, at.at);
      int candidate = behind.number(4);
      if (candidate >= 1970 && candidate < 2200) {
        year = candidate;
        at = behind;
      }
    }
    if (day < 1 || hour < 0 || minute < 0 || second < 0) {
      return null;
    }
    int end = at.at;
    ZoneId stated = zone;
    if (text.startsWith(" UTC", end) || text.startsWith(" GMT", end)) {
      stated = ZoneId.of("UTC");
      end += 4;
    }
    if (end < text.length() && text.charAt(end) == ':') {
      end++;
    }
    Instant time =
        resolve(new int[] {year, month, day, hour, minute, second, nanos}, reference, stated);
    return time == null ? null : new SyslogTime(time, end);
  }

  private static @Nullable Instant resolve(int[] parts, Instant reference, ZoneId zone) {
    int latest = parts[0] >= 0 ? parts[0] : ZonedDateTime.ofInstant(reference, zone).getYear() + 1;
    int earliest = parts[0] >= 0 ? parts[0] : latest - 9;
    for (int year = latest; year >= earliest; year--) {
      try {
        Instant time =
            LocalDateTime.of(
                    year, parts[1], parts[2], parts[3], parts[4], Math.min(59, parts[5]), parts[6])
                .atZone(zone)
                .toInstant();
        if (parts[0] >= 0 || !time.isAfter(reference.plus(AHEAD))) {
          return time;
        }
      } catch (DateTimeException e) {
        if (parts[1] != 2 || parts[2] != 29) {
          return null;
        }
      }
    }
    return null;
  }

  /** Reads numbers one after the other. */
  private static final class Cursor {
    private final String text;
    private int at;

    Cursor(String text, int at) {
      this.text = text;
      this.at = at;
    }

    private char charAt(int index) {
      return index < text.length() ? text.charAt(index) : 0;
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    boolean seesNumber(int digits) {
      int start = at;
      while (charAt(start) == ' ') {
        start++;
      }
      int end = start;
      while (isDigit(charAt(end))) {
        end++;
      }
      return end - start == digits && charAt(end) != ':';
    }

    int number(int mostDigits) {
      while (charAt(at) == ' ') {
        at++;
      }
      int value = -1;
      for (int i = 0; i < mostDigits && isDigit(charAt(at)); i++, at++) {
        value = Math.max(0, value) * 10 + (charAt(at) - '0');
      }
      return value;
    }

    int colonNumber() {
      if (charAt(at) != ':') {
        return -1;
      }
      at++;
      return isDigit(charAt(at)) ? number(2) : -1;
    }

    int fraction() {
      if (charAt(at) != '.' || !isDigit(charAt(at + 1))) {
        return 0;
      }
      at++;
      int nanos = 0;
      for (int scale = 100_000_000; isDigit(charAt(at)); at++, scale /= 10) {
        nanos += scale * (charAt(at) - '0');
      }
      return nanos;
    }
  }
}
