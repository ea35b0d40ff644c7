package io.testudo.simulation.scene;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Office;
import io.testudo.simulation.sensor.DomainAudit;
import io.testudo.simulation.sensor.SecurityAudit;
import io.testudo.simulation.sensor.SyslogServer;
import io.testudo.simulation.sensor.Sysmon;
import io.testudo.simulation.sensor.WindowsCollector;
import io.testudo.simulation.sensor.ZeekSensor;
import io.testudo.simulation.wire.EdgeTap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;

/** An office at work, with its sensors, for a length of time. */
public final class Scene {

  private final Office office;
  private final Instant start;
  private final Duration duration;
  private final EdgeTap tap;
  private final ZeekSensor zeek;
  private final SyslogServer syslog;
  private final WindowsCollector collector;
  private final Sysmon sysmon;
  private final SecurityAudit audit;
  private final DomainAudit domain;
  private final Network network;
  private final Resolver resolver;
  private final Windows windows;
  private final Directory directory;
  private final Web web;
  private final SecureShell shell;
  private final FileSharing files;
  private final RemoteDesktop remoteDesktop;
  private final Linux linux;
  private final Firewall firewall;
  private final Labels labels = new Labels();

  /** A scene in which nothing has happened yet. */
  public Scene(Office office, Instant start, Duration duration, Chance chance) {
    this.office = office;
    this.start = start;
    this.duration = duration;
    Instant end = start.plus(duration);
    tap = new EdgeTap(start, end);
    zeek = new ZeekSensor(start, end);
    syslog = new SyslogServer(start, end);
    collector = new WindowsCollector(start, end);
    sysmon = new Sysmon(collector);
    audit = new SecurityAudit(collector);
    domain = new DomainAudit(collector, office);
    network = new Network(tap, zeek);
    resolver = new Resolver(office, network, zeek, sysmon);
    windows = new Windows(office, sysmon, audit, chance.stream("windows"), start);
    directory = new Directory(office, network, zeek, windows, audit, domain);
    web = new Web(network, resolver, zeek, sysmon);
    shell = new SecureShell(network, zeek, syslog);
    files = new FileSharing(network, zeek, windows, directory, audit, sysmon);
    remoteDesktop = new RemoteDesktop(network, zeek, windows, directory, sysmon);
    linux = new Linux(syslog);
    firewall = new Firewall(office, syslog);
  }

  /** Lets something happen again and again, at waiting times around {@code mean}. */
  public void nowAndThen(Duration mean, Chance chance, BiConsumer<Instant, Chance> deed) {
    Instant time = start.plus(chance.waiting(mean));
    while (time.isBefore(end())) {
      deed.accept(time, chance);
      time = time.plus(chance.waiting(mean)).plusMillis(50);
    }
  }

  /** Lets something happen at a fixed beat with a small jitter, from a random beginning. */
  public void regularly(
      Duration beat, Duration jitter, Chance chance, BiConsumer<Instant, Chance> deed) {
    Instant time = start.plus(chance.between(Duration.ZERO, beat));
    while (time.isBefore(end())) {
      deed.accept(time.plus(chance.between(Duration.ZERO, jitter)), chance);
      time = time.plus(beat);
    }
  }

  /** The moment at this part of the whole, 0 to 1. */
  public Instant at(double part) {
    return start.plusMillis((long) (duration.toMillis() * part));
  }

  /** Ends what goes on behind the scene; nothing may be played afterwards. */
  public void close(Chance chance) {
    resolver.forward(chance);
  }

  /** Writes what the sensors recorded to {@code folder}. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    tap.write(folder.resolve("edge.pcap"));
    zeek.write(folder.resolve("zeek"));
    collector.write(folder.resolve("windows"));
    syslog.write(folder.resolve("syslog.log"));
  }

  /** Packets in the capture. */
  public int packets() {
    return tap.packets();
  }

  /** Lines of all logs. */
  public int lines() {
    return zeek.lines() + collector.lines() + syslog.lines();
  }

  /** The office. */
  public Office office() {
    return office;
  }

  /** When the story begins. */
  public Instant start() {
    return start;
  }

  /** When the story ends. */
  public Instant end() {
    return start.plus(duration);
  }

  /** Connections. */
  public Network network() {
    return network;
  }

  /** Zeek, for what no helper writes. */
  public ZeekSensor zeek() {
    return zeek;
  }

  /** The DNS. */
  public Resolver resolver() {
    return resolver;
  }

  /** Processes and sessions of Windows. */
  public Windows windows() {
    return windows;
  }

  /** Sysmon, for what no helper writes. */
  public Sysmon sysmon() {
    return sysmon;
  }

  /** The security log, for what no helper writes. */
  public SecurityAudit audit() {
    return audit;
  }

  /** The domain controller's security log, for what no helper writes. */
  public DomainAudit domain() {
    return domain;
  }

  /** Tickets and logons of the domain. */
  public Directory directory() {
    return directory;
  }

  /** HTTP and TLS. */
  public Web web() {
    return web;
  }

  /** SSH. */
  public SecureShell shell() {
    return shell;
  }

  /** SMB. */
  public FileSharing files() {
    return files;
  }

  /** Remote desktops. */
  public RemoteDesktop remoteDesktop() {
    return remoteDesktop;
  }

  /** Linux machines' own messages. */
  public Linux linux() {
    return linux;
  }

  /** The firewall's messages. */
  public Firewall firewall() {
    return firewall;
  }

  /** The truth. */
  public Labels labels() {
    return labels;
  }
}
