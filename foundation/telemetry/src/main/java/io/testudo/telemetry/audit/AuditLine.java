package io.testudo.telemetry.audit;

import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.telemetry.record.RecordDecoder;
import io.testudo.telemetry.record.TimeText;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One record of the audit daemon: {@code type=EXECVE msg=audit(1604994496.155:92733): a0="ls"}.
 *
 * <p>Each line is one log record of product {@code linux}, service {@code auditd}, since rules ask
 * for single records by {@code type}; {@code audit_id} says which belong together. Values that the
 * daemon wrote in hexadecimal since they hold spaces are decoded; the {@code key=value} pairs
 * within {@code msg='…'} stand beside the others.
 */
public final class AuditLine implements RecordDecoder {

  private static final LogSource SOURCE = new LogSource("linux", "", "auditd");
  private static final String STAMP = " msg=audit(";
  private static final int MOST_FIELDS = 2000;

  /** Fields whose value is hexadecimal where it is not in quotation marks. */
  private static final Set<String> ENCODED =
      Set.of(
          "proctitle",
          "comm",
          "exe",
          "name",
          "cwd",
          "cmd",
          "data",
          "acct",
          "key",
          "path",
          "dir",
          "grp",
          "new_group",
          "vm",
          "unit",
          "root_dir",
          "invalid_context",
          "saddr_path");

  @Override
  public Event decode(Origin origin, byte[] bytes, int from, int length)
      throws MalformedRecordException {
    return event(origin, new String(bytes, from, length, StandardCharsets.UTF_8), "");
  }

  /** Whether the text is such a line. */
  public static boolean isAudit(String text) {
    int type = text.startsWith("node=") ? text.indexOf(" type=") + 1 : 0;
    return text.startsWith("type=", type) && text.indexOf(STAMP, type) > 0;
  }

  /**
   * The event of one line.
   *
   * @param host the machine, if the line does not name it
   */
  public static LogRecord event(Origin origin, String line, String host)
      throws MalformedRecordException {
    int stamp = line.indexOf(STAMP);
    int close = line.indexOf("):", Math.max(0, stamp));
    if (stamp < 0 || close < 0 || !isAudit(line)) {
      throw new MalformedRecordException("is not a line of the audit daemon");
    }
    String[] id = line.substring(stamp + STAMP.length(), close).split(":", 2);
    Instant time = TimeText.parseEpochSeconds(id[0]);
    if (time == null || id.length < 2) {
      throw new MalformedRecordException("has no valid time and serial number");
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    addPairs(line.substring(0, stamp), "", fields);
    String type = fields.getOrDefault("type", Value.Nothing.NOTHING).toString();
    fields.put("audit_id", new Value.Text(id[1]));
    addPairs(line.substring(close + 2), type, fields);
    Value node = fields.get("node");
    return new LogRecord(
        origin, time, SOURCE, node == null ? host : node.toString(), Fields.of(fields));
  }

  private static void addPairs(String text, String type, Map<String, Value> fields) {
    int at = 0;
    while (at < text.length() && fields.size() < MOST_FIELDS) {
      char c = text.charAt(at);
      if (c <= ' ' || c == ',') {
        at++;
        continue;
      }
      int equals = at;
      while (equals < text.length() && text.charAt(equals) != '=' && text.charAt(equals) > ' ') {
        equals++;
      }
      if (equals >= text.length() || text.charAt(equals) != '=') {
        at = equals + 1;
        continue;
      }
      at = addValue(text, text.substring(at, equals), equals + 1, type, fields);
    }
  }

  /** Adds the value that begins at {@code from}, and gives its end. */
  private static int addValue(
      String text, String name, int from, String type, Map<String, Value> fields) {
    char quote = from < text.length() ? text.charAt(from) : ' ';
    if (quote == '\'' || quote == '"') {
      int close = text.indexOf(quote, from + 1);
      int end = close < 0 ? text.length() : close;
      String inner = text.substring(from + 1, end);
      if (quote == '\'' && name.equals("msg")) {
        addPairs(inner, type, fields);
      } else {
        fields.putIfAbsent(name, new Value.Text(inner));
      }
      return end + 1;
    }
    int end = from;
    while (end < text.length() && text.charAt(end) > ' ') {
      end++;
    }
    fields.putIfAbsent(name, value(name, text.substring(from, end), type));
    return end;
  }

  private static Value value(String name, String text, String type) {
    boolean argument = type.equals("EXECVE") && name.matches("a[0-9]{1,4}(\\[[0-9]{1,4}\\])?");
    if (argument || ENCODED.contains(name)) {
      String decoded = decoded(text);
      return new Value.Text(decoded);
    }
    return new Value.Text(text);
  }

  private static String decoded(String text) {
    int length = text.length();
    if (length < 2 || length % 2 != 0) {
      return text;
    }
    byte[] bytes = new byte[length / 2];
    for (int i = 0; i < length; i += 2) {
      int high = digit(text.charAt(i));
      int low = digit(text.charAt(i + 1));
      if (high < 0 || low < 0) {
        return text;
      }
      int octet = high << 4 | low;
      bytes[i / 2] = (byte) (octet == 0 ? ' ' : octet);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static int digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }
}
