package io.testudo.simulation.sensor;

import io.testudo.simulation.office.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The office's collector of Windows events: one JSON object a line, all fields flat, without the
 * rendered message.
 *
 * <p>Machines forward their events every few seconds, each at its own beat, so lines of different
 * machines are up to {@link #BEAT} out of order, while those of one machine are in order.
 */
public final class WindowsCollector {

  /** The longest time that an event waits on its machine. */
  public static final Duration BEAT = Duration.ofSeconds(4);

  private static final JsonMapper JSON = new JsonMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Lines lines;

  /** An event log and the program that writes to it. */
  public enum Channel {
    SYSMON(
        "Microsoft-Windows-Sysmon/Operational",
        "Microsoft-Windows-Sysmon",
        "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}"),
    SECURITY(
        "Security",
        "Microsoft-Windows-Security-Auditing",
        "{54849625-5478-4994-a5ba-3e3b0328c30d}"),
    SYSTEM("System", "Service Control Manager", "{555908d1-a6d7-4695-8e1e-26931d2012f4}"),
    POWERSHELL(
        "Microsoft-Windows-PowerShell/Operational",
        "Microsoft-Windows-PowerShell",
        "{a0c1853b-5c40-4b15-8766-3cf1c58f985a}"),
    TASK_SCHEDULER(
        "Microsoft-Windows-TaskScheduler/Operational",
        "Microsoft-Windows-TaskScheduler",
        "{de7b24ea-73c8-4a09-985d-5bdadcfa9017}");

    private final String log;
    private final String source;
    private final String provider;

    Channel(String log, String source, String provider) {
      this.log = log;
      this.source = source;
      this.provider = provider;
    }
  }

  /** Collects what happens from {@code start} until before {@code end}. */
  public WindowsCollector(Instant start, Instant end) {
    this.lines = new Lines(start, end);
  }

  /** An event that its writer fills field by field. */
  public static final class Entry {

    private final ObjectNode node;
    private final Machine machine;
    private final Instant time;

    private Entry(ObjectNode node, Machine machine, Instant time) {
      this.node = node;
      this.machine = machine;
      this.time = time;
    }

    /** Adds a field. */
    public Entry put(String field, String value) {
      node.put(field, value);
      return this;
    }

    /** Adds a field; as everywhere in event data, a number is text. */
    public Entry put(String field, long value) {
      node.put(field, String.valueOf(value));
      return this;
    }

    /** Adds the four fields that name a session, after {@code prefix}. */
    public Entry session(String prefix, Session session) {
      node.put(prefix + "UserSid", session.sid());
      node.put(prefix + "UserName", session.account());
      node.put(prefix + "DomainName", session.domain());
      node.put(prefix + "LogonId", session.logonId());
      return this;
    }
  }

  /** An empty event. */
  public static Entry entry(Channel channel, int id, Machine machine, Instant time) {
    ObjectNode node = JSON.createObjectNode();
    String stamp = TIME.format(time);
    node.put("@timestamp", stamp);
    node.put("TimeCreated", stamp);
    node.put("EventID", id);
    node.put("Channel", channel.log);
    node.put("Hostname", machine.dnsName());
    node.put("SourceName", channel.source);
    node.put("ProviderGuid", channel.provider);
    boolean failed = id == 4625 || id == 4771;
    node.put("Level", channel == Channel.SECURITY ? "0" : "4");
    node.put(
        "Keywords",
        channel != Channel.SECURITY
            ? "0x8000000000000000"
            : failed ? "0x8010000000000000" : "0x8020000000000000");
    return new Entry(node, machine, time);
  }

  /** The time as Sysmon writes it into its events. */
  static String utc(Instant time) {
    return UTC_TIME.format(time);
  }

  /** Takes an event. */
  public void write(Entry entry) {
    long beat = BEAT.toMillis();
    long phase = Math.floorMod(entry.machine.sysmonNumber(), beat);
    long behind = Math.floorMod(entry.time.toEpochMilli() - phase, beat);
    Instant forwarded = entry.time.plusMillis(beat - behind);
    lines.add(forwarded, JSON.writeValueAsString(entry.node));
  }

  /** How many events there are. */
  public int lines() {
    return lines.count();
  }

  /** Writes the events to {@code folder}. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    lines.write(folder.resolve("forwarded-events.json"));
  }
}
