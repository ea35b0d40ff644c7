package io.testudo.app.ingest;

import io.testudo.app.config.TestudoConfig.SourceConfig;
import io.testudo.app.tls.Certificate;
import io.testudo.app.tls.TlsContext;
import io.testudo.telemetry.spool.Spool;
import io.testudo.telemetry.spool.SpoolConfig;
import io.testudo.telemetry.spool.SyslogListener;
import io.testudo.telemetry.spool.SyslogListenerConfig;
import io.testudo.telemetry.spool.SyslogListenerStatistics;
import io.testudo.vocabulary.entity.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes syslog by UDP, TCP and TLS into a spool on disk and reads it from there, so that a kill
 * loses nothing that was synced.
 */
final class SyslogIngest implements Sources.Running {

  private static final Logger LOG = LoggerFactory.getLogger(SyslogIngest.class);

  private final SourceConfig.Syslog config;
  private final SourceMeter meter;
  private final SourceSession session;
  private final Spool spool;
  private final SyslogListener listener;
  private final SpoolFollower follower;
  private final Thread thread;

  private SyslogIngest(
      SourceConfig.Syslog config, Path folder, Sources.Setting setting, SourceMeter meter) {
    this.config = config;
    this.meter = meter;
    this.session = new SourceSession(config.name(), setting, meter);
    try {
      this.spool = Spool.open(folder, SpoolConfig.DEFAULT, setting.clock());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "spool (" + folder + ") of source " + config.name() + " must be writable", e);
    }
    this.listener = new SyslogListener(listening(config, tls(folder, setting)), spool);
    this.follower = new SpoolFollower(config.name(), session, meter, spool);
    this.thread = Thread.ofPlatform().name("source-" + config.name()).unstarted(follower::run);
  }

  static SyslogIngest of(SourceConfig.Syslog config, Path folder, Sources.Setting setting) {
    SourceConfig.SyslogTls tls = config.tls();
    String door = door(config, config.tcpPort(), config.udpPort(), tls == null ? -1 : tls.port());
    return new SyslogIngest(
        config, folder, setting, new SourceMeter(config.name(), door, setting.clock()));
  }

  /** In words; a port below 0 is none. */
  private static String door(SourceConfig.Syslog config, int tcp, int udp, int tls) {
    return "syslog "
        + config.address()
        + (tcp >= 0 ? " tcp " + tcp : "")
        + (udp >= 0 ? " udp " + udp : "")
        + (tls >= 0 ? " tls " + tls : "");
  }

  /** The door under TLS, whose own certificate lies beside the spool if none was given. */
  private SyslogListenerConfig.@Nullable Tls tls(Path folder, Sources.Setting setting) {
    SourceConfig.SyslogTls tls = config.tls();
    if (tls == null) {
      return null;
    }
    Certificate certificate =
        tls.certificate() != null && tls.privateKey() != null
            ? Certificate.of(tls.certificate(), tls.privateKey())
            : Certificate.selfSigned(folder.resolve("tls"), config.address(), setting.clock());
    LOG.info(
        "Syslog of {} under TLS shows the certificate {}.",
        config.name(),
        certificate.fingerprint());
    Path authorities = tls.clientAuthorities();
    return new SyslogListenerConfig.Tls(
        tls.port(),
        TlsContext.of(certificate, authorities),
        authorities == null
            ? SyslogListenerConfig.Clients.ANY
            : SyslogListenerConfig.Clients.CERTIFIED);
  }

  private static SyslogListenerConfig listening(
      SourceConfig.Syslog config, SyslogListenerConfig.@Nullable Tls tls) {
    SyslogListenerConfig defaults =
        SyslogListenerConfig.onLoopback(config.udpPort(), config.tcpPort());
    return new SyslogListenerConfig(
        addressOf(config.address()),
        config.udpPort(),
        config.tcpPort(),
        defaults.mostConnections(),
        defaults.mostMessageBytes(),
        defaults.idle(),
        tls);
  }

  /** The address that a numeric one spells. */
  static InetAddress addressOf(String address) {
    try {
      return InetAddress.getByAddress(IpAddress.parse(address).bytes());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 4 or 16 bytes is one", e);
    }
  }

  @Override
  public void start() {
    try {
      listener.start();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "ports of source " + config.name() + " must be free: " + e.getMessage(), e);
    }
    thread.start();
  }

  /** Where it listens by TCP. */
  InetSocketAddress tcpAddress() {
    return new InetSocketAddress(addressOf(config.address()), listener.tcpPort());
  }

  /** Where it listens under TLS. */
  InetSocketAddress tlsAddress() {
    return new InetSocketAddress(addressOf(config.address()), listener.tlsPort());
  }

  @Override
  public SourceStatus status() {
    int tcp = listener.tcpPort();
    int udp = listener.udpPort();
    int tls = listener.tlsPort();
    boolean listens = tcp >= 0 || udp >= 0 || tls >= 0;
    // A port 0 of the settings is whichever was free.
    return listens
        ? meter
            .status()
            .withDoor(
                door(config, tcp, udp, tls) + lost(listener.statistics()) + full(spool.trouble()))
        : meter.status();
  }

  private static String full(String trouble) {
    return trouble.isEmpty() ? "" : "; nothing is taken, the spool cannot be written: " + trouble;
  }

  /** What did not get in, where anything did not. */
  private static String lost(SyslogListenerStatistics counts) {
    StringBuilder told = new StringBuilder();
    if (counts.shed() > 0) {
      told.append(String.format(Locale.ROOT, "; %,d messages shed", counts.shed()));
    }
    if (counts.refused() > 0) {
      told.append(String.format(Locale.ROOT, "; %,d connections refused", counts.refused()));
    }
    if (counts.failed() > 0) {
      told.append(
          String.format(Locale.ROOT, "; the system failed to accept %,d times", counts.failed()));
    }
    return told.toString();
  }

  @Override
  public boolean isSilent() {
    return follower.isSilent();
  }

  @Override
  public void stop() {
    listener.close();
    session.stop();
  }

  @Override
  public void close() {
    SourceSession.join(thread);
    try {
      spool.close();
    } catch (IOException e) {
      LOG.warn("The spool of {} could not be closed: {}", config.name(), e.getMessage());
    }
  }
}
