package io.testudo.simulation.sensor;

import io.testudo.simulation.office.Machine;
import io.testudo.simulation.sensor.WindowsCollector.Channel;
import io.testudo.simulation.sensor.WindowsCollector.Entry;
import io.testudo.simulation.wire.TcpDialogue.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** Sysmon on the office's Windows machines. */
public final class Sysmon {

  private final WindowsCollector collector;
  private final Map<String, String> hashes = new HashMap<>();

  /** Writes to {@code collector}. */
  public Sysmon(WindowsCollector collector) {
    this.collector = collector;
  }

  /** Sysmon's identifier for a process that began at {@code time}. */
  public static String guid(Machine machine, Instant time, int process) {
    long seconds = time.getEpochSecond();
    return String.format(
        Locale.ROOT,
        "{%08x-%04x-%04x-%02x%02x-000000000a00}",
        machine.sysmonNumber(),
        seconds & 0xFFFF,
        seconds >>> 16 & 0xFFFF,
        process & 0xFF,
        process >>> 8 & 0xFF);
  }

  /** Event 1: a process was created. */
  public void created(Instant time, Proc process, Proc parent, String directory) {
    VersionResource version = VersionResource.at(process.image());
    Session session = process.session();
    collector.write(
        entry(1, process, time)
            .put("FileVersion", version.version())
            .put("Description", version.description())
            .put("Product", version.product())
            .put("Company", version.company())
            .put("OriginalFileName", version.originalName())
            .put("CommandLine", process.commandLine())
            .put("CurrentDirectory", directory)
            .put("User", session.user())
            .put("LogonGuid", session.guid())
            .put("LogonId", session.logonId())
            .put("TerminalSessionId", session.terminal())
            .put("IntegrityLevel", session.integrity())
            .put("Hashes", hashes(process.image()))
            .put("ParentProcessGuid", parent.guid())
            .put("ParentProcessId", parent.id())
            .put("ParentImage", parent.image())
            .put("ParentCommandLine", parent.commandLine())
            .put("ParentUser", parent.session().user()));
  }

  /** Event 3: a process opened a connection, or accepted one. */
  public void connected(
      Instant time, Proc process, Direction direction, String protocol, Socket socket) {
    collector.write(
        entry(3, process, time)
            .put("User", process.session().user())
            .put("Protocol", protocol)
            .put("Initiated", direction == Direction.OUT ? "true" : "false")
            .put("SourceIsIpv6", "false")
            .put("SourceIp", socket.client().ip())
            .put("SourceHostname", name(socket.client()))
            .put("SourcePort", socket.clientPort())
            .put("SourcePortName", "-")
            .put("DestinationIsIpv6", "false")
            .put("DestinationIp", socket.server().ip())
            .put("DestinationHostname", name(socket.server()))
            .put("DestinationPort", socket.serverPort())
            .put("DestinationPortName", "-"));
  }

  /** Whether a process opened or accepted a connection. */
  public enum Direction {
    OUT,
    IN
  }

  private static String name(Machine machine) {
    return machine.zone().internal() ? machine.dnsName() : "-";
  }

  /** Event 5: a process ended. */
  public void ended(Instant time, Proc process) {
    collector.write(entry(5, process, time).put("User", process.session().user()));
  }

  /** Event 7: a process loaded a library of Microsoft's. */
  public void loaded(Instant time, Proc process, String library) {
    collector.write(
        entry(7, process, time)
            .put("ImageLoaded", library)
            .put("Hashes", hashes(library))
            .put("Signed", "true")
            .put("Signature", "Microsoft Windows")
            .put("SignatureStatus", "Valid")
            .put("User", process.session().user()));
  }

  /** Event 10: a process opened another. */
  public void accessed(Instant time, Proc source, Proc target, String mask, String callTrace) {
    collector.write(
        WindowsCollector.entry(Channel.SYSMON, 10, source.machine(), time)
            .put("Task", 10)
            .put("RuleName", "-")
            .put("UtcTime", WindowsCollector.utc(time))
            .put("SourceProcessGUID", source.guid())
            .put("SourceProcessId", source.id())
            .put("SourceThreadId", source.id() + 412)
            .put("SourceImage", source.image())
            .put("TargetProcessGUID", target.guid())
            .put("TargetProcessId", target.id())
            .put("TargetImage", target.image())
            .put("GrantedAccess", mask)
            .put("CallTrace", callTrace)
            .put("SourceUser", source.session().user())
            .put("TargetUser", target.session().user()));
  }

  /** Event 11: a process created or overwrote a file. */
  public void fileCreated(Instant time, Proc process, String file) {
    collector.write(
        entry(11, process, time)
            .put("TargetFilename", file)
            .put("CreationUtcTime", WindowsCollector.utc(time))
            .put("User", process.session().user()));
  }

  /** Event 13: a process set a value in the registry. */
  public void valueSet(Instant time, Proc process, String key, String details) {
    collector.write(
        entry(13, process, time)
            .put("EventType", "SetValue")
            .put("TargetObject", key)
            .put("Details", details)
            .put("User", process.session().user()));
  }

  /** Event 17: a process created a named pipe. */
  public void pipeCreated(Instant time, Proc process, String pipe) {
    collector.write(
        entry(17, process, time)
            .put("EventType", "CreatePipe")
            .put("PipeName", pipe)
            .put("User", process.session().user()));
  }

  /** Event 22: a process asked the DNS. */
  public void asked(Instant time, Proc process, String name, String status, String results) {
    collector.write(
        entry(22, process, time)
            .put("QueryName", name)
            .put("QueryStatus", status)
            .put("QueryResults", results)
            .put("User", process.session().user()));
  }

  private static Entry entry(int id, Proc process, Instant time) {
    return WindowsCollector.entry(Channel.SYSMON, id, process.machine(), time)
        .put("Task", id)
        .put("RuleName", "-")
        .put("UtcTime", WindowsCollector.utc(time))
        .put("ProcessGuid", process.guid())
        .put("ProcessId", process.id())
        .put("Image", process.image());
  }

  /** The digests of a file that is the same on every machine, made of its path. */
  private String hashes(String path) {
    return hashes.computeIfAbsent(
        path.toLowerCase(Locale.ROOT),
        key ->
            "MD5="
                + digest("MD5", key, 16)
                + ",SHA256="
                + digest("SHA-256", key, 32)
                + ",IMPHASH="
                + digest("MD5", key + "/imports", 16));
  }

  private static String digest(String algorithm, String text, int bytes) {
    try {
      byte[] digest =
          MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().withUpperCase().formatHex(digest, 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
