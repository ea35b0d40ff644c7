package io.testudo.telemetry.record;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Points in time as logs spell them: ISO 8601 with {@code T} or a space, any number of fractional
 * digits, {@code Z}, {@code +02:00}, {@code +0200} or no zone; and seconds since 1970.
 */
public final class TimeText {

  private static final long LAST_SECOND = 253_402_300_799L;

  private TimeText() {}

  /** The instant that {@code text} spells, taken as UTC if it names no zone; null if it is none. */
  public static @Nullable Instant parse(String text) {
    return parse(text, ZoneOffset.UTC);
  }

  /** The instant that {@code text} spells, in {@code zone} if it names none; null if it is none. */
  public static @Nullable Instant parse(String text, ZoneId zone) {
    int end = text.length();
    if (end < 19 || end > 48 || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return null;
    }
    char middle = text.charAt(10);
    if ((middle != 'T' && middle != ' ' && middle != 't')
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return null;
    }
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 2);
    int day = digits(text, 8, 2);
    int hour = digits(text, 11, 2);
    int minute = digits(text, 14, 2);
    int second = digits(text, 17, 2);
    if ((year | month | day | hour | minute | second) < 0) {
      return null;
    }
    int at = 19;
    int nanos = 0;
    if (at < end && (text.charAt(at) == '.' || text.charAt(at) == ',')) {
      at++;
      int scale = 100_000_000;
      int start = at;
      while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        nanos += scale * (text.charAt(at) - '0');
        scale /= 10;
        at++;
      }
      if (at == start) {
        return null;
      }
    }
    try {
      LocalDateTime local =
          LocalDateTime.of(year, month, day, hour, minute, Math.min(second, 59), nanos);
      if (at == end) {
        return local.atZone(zone).toInstant();
      }
      int offset = offsetSeconds(text, at);
      return offset == Integer.MIN_VALUE
          ? null
          : local.toInstant(ZoneOffset.ofTotalSeconds(offset));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int offsetSeconds(String text, int from) {
    int at = from;
    int end = text.length();
    if (text.charAt(at) == ' ' && at + 1 < end) {
      at++;
    }
    char sign = text.charAt(at);
    if ((sign == 'Z' || sign == 'z') && at + 1 == end) {
      return 0;
    }
    if (sign != '+' && sign != '-') {
      return text.substring(at).equals("UTC") ? 0 : Integer.MIN_VALUE;
    }
    int hours = digits(text, at + 1, 2);
    int rest = at + 3;
    if (rest < end && text.charAt(rest) == ':') {
      rest++;
    }
    int minutes = rest == end ? 0 : digits(text, rest, 2);
    if (hours < 0
        || minutes < 0
        || hours > 18
        || minutes > 59
        || (rest != end && rest + 2 != end)) {
      return Integer.MIN_VALUE;
    }
    return (sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
  }

  private static int digits(String text, int from, int count) {
    if (from + count > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < from + count; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  /** The instant so many seconds after 1970, to the microsecond; null if absurd. */
  public static @Nullable Instant ofEpochSeconds(double seconds) {
    if (!(seconds >= -LAST_SECOND && seconds <= LAST_SECOND)) {
      return null;
    }
    long micros = Math.round(seconds * 1e6);
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), 1000L * Math.floorMod(micros, 1_000_000L));
  }

  /** The instant that {@code 1588205199.824370} spells, exactly; null if it is no such number. */
  public static @Nullable Instant parseEpochSeconds(String text) {
    int dot = text.indexOf('.');
    int wholeEnd = dot < 0 ? text.length() : dot;
    if (wholeEnd == 0 || wholeEnd > 12 || text.length() - wholeEnd > 19) {
      return null;
    }
    boolean negative = text.charAt(0) == '-';
    long seconds = 0;
    for (int i = negative ? 1 : 0; i < wholeEnd; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return null;
      }
      seconds = seconds * 10 + (c - '0');
    }
    long nanos = 0;
    int scale = 100_000_000;
    for (int i = wholeEnd + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return null;
      }
      nanos += (long) scale * (c - '0');
      scale /= 10;
    }
    return seconds > LAST_SECOND
        ? null
        : negative
            ? Instant.ofEpochSecond(-seconds, -nanos)
            : Instant.ofEpochSecond(seconds, nanos);
  }

  /** The instant so many seconds, milliseconds, micro- or nanoseconds after 1970, told by size. */
  public static @Nullable Instant ofEpochNumber(double number) {
    double size = Math.abs(number);
    if (size >= 1e17) {
      return ofEpochSeconds(number / 1e9);
    }
    if (size >= 1e14) {
      return ofEpochSeconds(number / 1e6);
    }
    return ofEpochSeconds(size >= 1e11 ? number / 1e3 : number);
  }
}
