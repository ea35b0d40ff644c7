package io.testudo.telemetry.syslog;

import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.telemetry.record.TimeText;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Value;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message taken apart.
 *
 * @param priority facility × 8 + severity, or −1 if the message does not say
 * @param time when
 * @param host who says so; empty if the message does not say
 * @param app the program; empty if the message does not say
 * @param process its process id; empty if the message does not say
 * @param kind RFC 5424's MSGID; empty if the message does not say
 * @param structured RFC 5424's structured data
 * @param text the message proper
 */
record SyslogMessage(
    int priority,
    Instant time,
    String host,
    String app,
    String process,
    String kind,
    Fields structured,
    String text) {

  private static final List<String> FACILITIES =
      List.of(
          "kern",
          "user",
          "mail",
          "daemon",
          "auth",
          "syslog",
          "lpr",
          "news",
          "uucp",
          "cron",
          "authpriv",
          "ftp",
          "ntp",
          "audit",
          "alert",
          "clock",
          "local0",
          "local1",
          "local2",
          "local3",
          "local4",
          "local5",
          "local6",
          "local7");

  private static final List<String> SEVERITIES =
      List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

  private static final int MOST_PRIORITY = 191;
  private static final int MOST_ELEMENTS = 1000;

  /** What precedes the date of Cisco's messages: a sequence number, a mark of an unset clock. */
  private static final Pattern SEQUENCE = Pattern.compile("(?:[0-9]{1,10}: )?[*.]?");

  private static final Pattern TAG =
      Pattern.compile("([^\\s:\\[\\]]{1,128})(?:\\[([^\\]\\s]{1,64})\\])?: ?");

  private static final Pattern BARE_TAG =
      Pattern.compile("([^\\s:\\[\\]]{1,128})\\[([^\\]\\s]{1,64})\\] ");

  /** The facility's name, or empty. */
  String facility() {
    return priority < 0 ? "" : FACILITIES.get(priority >> 3);
  }

  /** The severity's name, or empty. */
  String severity() {
    return priority < 0 ? "" : SEVERITIES.get(priority & 7);
  }

  /**
   * Takes a message apart.
   *
   * @param reference about when it came, for dates without a year and messages without a date
   * @param zone the zone of dates that name none
   */
  static SyslogMessage parse(String text, Instant reference, ZoneId zone)
      throws MalformedRecordException {
    int at = 0;
    int priority = -1;
    if (text.startsWith("<")) {
      int end = text.indexOf('>');
      priority = end < 2 || end > 4 ? -1 : number(text, 1, end);
      if (priority < 0 || priority > MOST_PRIORITY) {
        throw new MalformedRecordException("has a priority that is none");
      }
      at = end + 1;
    }
    if (priority >= 0 && text.startsWith("1 ", at)) {
      return modern(text, at + 2, priority, reference, zone);
    }
    return classic(text, at, priority, reference, zone);
  }

  private static int number(String text, int from, int end) {
    int value = 0;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  private static SyslogMessage modern(
      String text, int from, int priority, Instant reference, ZoneId zone)
      throws MalformedRecordException {
    String[] header = new String[5];
    int at = from;
    for (int i = 0; i < header.length; i++) {
      int end = text.indexOf(' ', at);
      if (end < 0) {
        throw new MalformedRecordException("ends within its RFC 5424 header");
      }
      String part = text.substring(at, end);
      header[i] = part.equals("-") ? "" : part;
      at = end + 1;
    }
    Instant time = header[0].isEmpty() ? reference : TimeText.parse(header[0], zone);
    if (time == null) {
      throw new MalformedRecordException("has no valid time in its RFC 5424 header");
    }
    Map<String, Value> structured = new LinkedHashMap<>();
    int end = structuredData(text, at, structured);
    String message = end < text.length() ? text.substring(Math.min(text.length(), end + 1)) : "";
    return new SyslogMessage(
        priority,
        time,
        header[1],
        header[2],
        header[3],
        header[4],
        Fields.of(structured),
        message.startsWith("\uFEFF") ? message.substring(1) : message);
  }

  /** Reads structured data and gives its end. */
  private static int structuredData(String text, int from, Map<String, Value> elements)
      throws MalformedRecordException {
    if (text.startsWith("-", from)) {
      return from + 1;
    }
    int at = from;
    while (at < text.length() && text.charAt(at) == '[' && elements.size() < MOST_ELEMENTS) {
      int end = at + 1;
      while (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != ']') {
        end++;
      }
      String id = text.substring(at + 1, end);
      Map<String, Value> parameters = new LinkedHashMap<>();
      at = end;
      while (at < text.length() && text.charAt(at) == ' ') {
        int equals = text.indexOf("=\"", at);
        if (equals < 0) {
          throw new MalformedRecordException("has structured data that is not closed");
        }
        StringBuilder value = new StringBuilder();
        int close = quoted(text, equals + 2, value);
        parameters.put(text.substring(at + 1, equals), new Value.Text(value.toString()));
        at = close + 1;
      }
      if (at >= text.length() || text.charAt(at) != ']') {
        throw new MalformedRecordException("has structured data that is not closed");
      }
      elements.put(id, Fields.of(parameters));
      at++;
    }
    if (at == from) {
      throw new MalformedRecordException("has no structured data behind its RFC 5424 header");
    }
    return at;
  }

  private static int quoted(String text, int from, StringBuilder value)
      throws MalformedRecordException {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return i;
      }
      if (c == '\\' && i + 1 < text.length() && "\"\\]".indexOf(text.charAt(i + 1)) >= 0) {
        i++;
        c = text.charAt(i);
      }
      value.append(c);
    }
    throw new MalformedRecordException("has structured data that is not closed");
  }

  private static SyslogMessage classic(
      String text, int from, int priority, Instant reference, ZoneId zone) {
    int at = from;
    Matcher sequence = SEQUENCE.matcher(text).region(from, text.length());
    @Nullable SyslogTime dated = null;
    if (sequence.lookingAt()) {
      dated = SyslogTime.at(text, sequence.end(), reference, zone);
    }
    String host = "";
    if (dated != null) {
      at = passSpaces(text, dated.end());
      int end = text.indexOf(' ', at);
      String word = end < 0 ? "" : text.substring(at, end);
      if (!word.isEmpty()
          && !word.startsWith("%")
          && !word.endsWith(":")
          && word.indexOf('[') < 0) {
        host = word;
        at = passSpaces(text, end);
      }
    }
    if (text.startsWith(": ", at)) {
      at += 2;
    }
    String app = "";
    String process = "";
    Matcher tag = TAG.matcher(text).region(at, text.length());
    if (!tag.lookingAt()) {
      tag = BARE_TAG.matcher(text).region(at, text.length());
    }
    if (tag.lookingAt()) {
      app = tag.group(1);
      process = tag.group(2) == null ? "" : tag.group(2);
      at = tag.end();
    }
    return new SyslogMessage(
        priority,
        dated == null ? reference : dated.time(),
        host,
        app,
        process,
        "",
        Fields.NONE,
        text.substring(at));
  }

  private static int passSpaces(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }
}
