package io.testudo.telemetry.syslog;

import io.testudo.telemetry.audit.AuditLine;
import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.telemetry.record.RecordDecoder;
import io.testudo.telemetry.windows.WindowsJson;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes messages of RFC 5424, of RFC 3164 and of what devices make of it (ISO dates, no host
 * name, no date, Cisco's {@code %FACILITY-SEVERITY-MNEMONIC}).
 *
 * <p>The log source is product {@code linux} and the program as service for daemons of Unix and
 * whatever names its process; {@code cisco} for Cisco's form; else no product. Audit and Sysmon
 * records that come by syslog are decoded as such. What a daemon's message says is added as {@link
 * DaemonMessage} tells.
 */
public final class SyslogDecoder implements RecordDecoder {

  private static final Set<String> UNIX =
      Set.of(
          "sshd",
          "sudo",
          "su",
          "kernel",
          "cron",
          "crond",
          "systemd",
          "systemd-logind",
          "useradd",
          "userdel",
          "usermod",
          "groupadd",
          "groupdel",
          "gpasswd",
          "passwd",
          "chpasswd",
          "login",
          "auditd",
          "audit",
          "audispd",
          "dbus-daemon",
          "rsyslogd",
          "dhclient",
          "dhcpd",
          "named",
          "postfix",
          "dovecot",
          "vsftpd",
          "proftpd",
          "clamd",
          "freshclam",
          "guacd",
          "polkitd",
          "networkmanager",
          "nm-dispatcher",
          "snapd",
          "chronyd",
          "ntpd",
          "anacron",
          "atd",
          "sendmail");

  private static final Pattern CISCO =
      Pattern.compile("%([A-Z][A-Z0-9_]{0,31})-(?:[A-Z0-9_]+-)?[0-7]-\\S+");

  private final WindowsJson events;
  private final ZoneId zone;
  private Instant reference;
  private String peer = "";
  private long replaced;

  /**
   * Reads messages.
   *
   * @param reference about when they came
   * @param zone the zone of dates that name none
   * @param events decodes Sysmon's events
   */
  public SyslogDecoder(Instant reference, ZoneId zone, WindowsJson events) {
    this.reference = reference;
    this.zone = zone;
    this.events = events;
  }

  /** From here on messages came at this time from this peer. */
  public void received(Instant time, String from) {
    reference = time;
    peer = from;
  }

  @Override
  public long replaced() {
    return replaced;
  }

  @Override
  public Event decode(Origin origin, byte[] bytes, int from, int length)
      throws MalformedRecordException {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, from, length))
              .toString();
    } catch (CharacterCodingException e) {
      replaced++;
      text = new String(bytes, from, length, StandardCharsets.UTF_8);
    }
    return event(origin, SyslogMessage.parse(text, reference, zone));
  }

  Event event(Origin origin, SyslogMessage message) throws MalformedRecordException {
    String host = message.host().isEmpty() ? peer : message.host();
    String app = program(message.app());
    if (AuditLine.isAudit(message.text())) {
      return AuditLine.event(origin, message.text(), host);
    }
    if (message.text().startsWith("type=") && message.text().contains(" audit(")) {
      return AuditLine.event(origin, message.text().replaceFirst(" audit\\(", " msg=audit("), host);
    }
    if (isWholeEvent(message.text())) {
      return events.ofXml(origin, message.text());
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    put(fields, "facility", message.facility());
    put(fields, "severity", message.severity());
    put(fields, "hostname", message.host());
    put(fields, "appname", message.app());
    put(fields, "procid", message.process());
    put(fields, "msgid", message.kind());
    if (message.structured().size() > 0) {
      fields.put("structured_data", message.structured());
    }
    fields.put("message", new Value.Text(message.text()));
    put(fields, "peer", peer);
    DaemonMessage.addFields(app, message.text(), fields);
    return new LogRecord(origin, message.time(), source(message, app), host, Fields.of(fields));
  }

  /** Transports cut long events, which are then kept as the text that they are. */
  private static boolean isWholeEvent(String text) {
    return (text.startsWith("<Event>") || text.startsWith("<Event "))
        && text.stripTrailing().endsWith("</Event>");
  }

  private static LogSource source(SyslogMessage message, String app) {
    Matcher cisco = CISCO.matcher(message.app());
    if (cisco.matches()) {
      return new LogSource("cisco", "", cisco.group(1).toLowerCase(Locale.ROOT));
    }
    boolean unix =
        UNIX.contains(app)
            || app.startsWith("systemd-")
            || message.process().matches("[0-9]{1,10}");
    return new LogSource(unix ? "linux" : "", "", app);
  }

  /** The program's name without its path or part: {@code postfix/smtpd} is {@code postfix}. */
  private static String program(String app) {
    String name = app;
    if (name.startsWith("/") || name.startsWith("(")) {
      name = name.substring(Math.max(0, name.lastIndexOf('/') + 1)).replaceAll("[()]", "");
    }
    int slash = name.indexOf('/');
    return (slash > 0 ? name.substring(0, slash) : name).toLowerCase(Locale.ROOT);
  }

  private static void put(Map<String, Value> fields, String name, String text) {
    if (!text.isEmpty()) {
      fields.put(name, new Value.Text(text));
    }
  }
}
