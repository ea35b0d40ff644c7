package io.testudo.app.ingest;

import io.testudo.app.config.TestudoConfig.SourceConfig;
import io.testudo.telemetry.collector.FlowListener;
import io.testudo.telemetry.collector.FlowListenerConfig;
import io.testudo.telemetry.collector.FlowListenerStatistics;
import io.testudo.telemetry.spool.Spool;
import io.testudo.telemetry.spool.SpoolConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes NetFlow and IPFIX by UDP into a spool on disk and reads it from there, so that a kill loses
 * nothing that was synced.
 */
final class FlowExportIngest implements Sources.Running {

  private static final Logger LOG = LoggerFactory.getLogger(FlowExportIngest.class);

  private final SourceConfig.FlowExports config;
  private final SourceMeter meter;
  private final SourceSession session;
  private final Spool spool;
  private final FlowListener listener;
  private final SpoolFollower follower;
  private final Thread thread;

  private FlowExportIngest(
      SourceConfig.FlowExports config, Path folder, Sources.Setting setting, SourceMeter meter) {
    this.config = config;
    this.meter = meter;
    this.session = new SourceSession(config.name(), setting, meter);
    try {
      this.spool = Spool.open(folder, SpoolConfig.DEFAULT, setting.clock());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "spool (" + folder + ") of source " + config.name() + " must be writable", e);
    }
    FlowListenerConfig defaults = FlowListenerConfig.onLoopback(config.port());
    this.listener =
        new FlowListener(
            new FlowListenerConfig(
                SyslogIngest.addressOf(config.address()), config.port(), defaults.bufferBytes()),
            spool,
            setting.clock());
    this.follower = new SpoolFollower(config.name(), session, meter, spool);
    this.thread = Thread.ofPlatform().name("source-" + config.name()).unstarted(follower::run);
  }

  static FlowExportIngest of(
      SourceConfig.FlowExports config, Path folder, Sources.Setting setting) {
    String door = "flow exporters at " + config.address() + " udp " + config.port();
    return new FlowExportIngest(
        config, folder, setting, new SourceMeter(config.name(), door, setting.clock()));
  }

  @Override
  public void start() {
    try {
      listener.start();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "port of source " + config.name() + " must be free: " + e.getMessage(), e);
    }
    thread.start();
  }

  /** Where it listens. */
  InetSocketAddress address() {
    return new InetSocketAddress(SyslogIngest.addressOf(config.address()), listener.port());
  }

  @Override
  public SourceStatus status() {
    FlowListenerStatistics counts = listener.statistics();
    String came =
        String.format(
            Locale.ROOT,
            "; %,d datagrams, %,d shed%s; %s",
            counts.datagrams(),
            counts.shed(),
            counts.dropped() > 0
                ? String.format(Locale.ROOT, ", %,d dropped by the system", counts.dropped())
                : "",
            session.exporters());
    return meter.status().withDoor(meter.status().door() + came);
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
