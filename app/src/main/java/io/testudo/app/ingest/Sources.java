package io.testudo.app.ingest;

import io.testudo.app.config.TestudoConfig.SourceConfig;
import io.testudo.intrusion.IntrusionConfig;
import io.testudo.intrusion.Rules;
import io.testudo.ports.EventLog;
import io.testudo.telemetry.TelemetryConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All sources of a platform, each with a thread, a reader and detectors of its own. */
public final class Sources implements AutoCloseable {

  private final List<Running> running = new ArrayList<>();

  /**
   * @param configs what to read
   * @param spools the folder below which socket input is spooled, one folder a source
   * @param log where facts and checkpoints go
   * @param rules what is matched
   * @param detection what the detectors are told of the site
   * @param checkpointEvery how often a source's state is saved while it is being read
   */
  public Sources(
      List<SourceConfig> configs,
      Path spools,
      EventLog log,
      Rules rules,
      IntrusionConfig detection,
      InstantSource clock,
      Duration checkpointEvery) {
    for (SourceConfig config : configs) {
      Setting setting =
          new Setting(log, rules, detection, TelemetryConfig.DEFAULT, clock, checkpointEvery);
      running.add(
          switch (config) {
            case SourceConfig.Folder folder ->
                FolderIngest.of(
                    folder, setting.with(TelemetryConfig.DEFAULT.withMappings(folder.mappings())));
            case SourceConfig.Pipe pipe ->
                new PipeIngest(
                    pipe, setting.with(TelemetryConfig.DEFAULT.withMappings(pipe.mappings())));
            case SourceConfig.Syslog syslog ->
                SyslogIngest.of(syslog, spools.resolve(syslog.name()), setting);
            case SourceConfig.FlowExports exports ->
                FlowExportIngest.of(exports, spools.resolve(exports.name()), setting);
          });
    }
  }

  /** Begins to read; a door that cannot be opened fails the start. */
  public void start() {
    running.forEach(Running::start);
  }

  /** How each source is doing, in the order of the configuration. */
  public List<SourceStatus> statuses() {
    return running.stream().map(Running::status).toList();
  }

  /** Whether everything that came in has been read and emitted. */
  public boolean areSilent() {
    return running.stream().allMatch(Running::isSilent);
  }

  /** Where this syslog source listens by TCP, or null if there is no such source. */
  public @Nullable InetSocketAddress syslogTcp(String source) {
    for (Running one : running) {
      if (one instanceof SyslogIngest syslog && one.status().name().equals(source)) {
        return syslog.tcpAddress();
      }
    }
    return null;
  }

  /** Where this syslog source listens under TLS, or null if there is no such source. */
  public @Nullable InetSocketAddress syslogTls(String source) {
    for (Running one : running) {
      if (one instanceof SyslogIngest syslog && one.status().name().equals(source)) {
        return syslog.tlsAddress();
      }
    }
    return null;
  }

  /** Where this source listens to flow exporters, or null if there is no such source. */
  public @Nullable InetSocketAddress flowExports(String source) {
    for (Running one : running) {
      if (one instanceof FlowExportIngest exports && one.status().name().equals(source)) {
        return exports.address();
      }
    }
    return null;
  }

  /** Stops all sources at the next record, each saved. */
  @Override
  public void close() {
    running.forEach(Running::stop);
    running.forEach(Running::close);
  }

  /**
   * What every source is given.
   *
   * @param log where facts and checkpoints go
   * @param rules what is matched
   * @param detection what the detectors are told of the site
   * @param telemetry how bytes are read
   * @param clock tells the time
   * @param checkpointEvery how often state is saved
   */
  record Setting(
      EventLog log,
      Rules rules,
      IntrusionConfig detection,
      TelemetryConfig telemetry,
      InstantSource clock,
      Duration checkpointEvery) {

    Setting with(TelemetryConfig other) {
      return new Setting(log, rules, detection, other, clock, checkpointEvery);
    }
  }

  /** A source at work. */
  interface Running extends AutoCloseable {

    void start();

    SourceStatus status();

    boolean isSilent();

    /** Asks it to stop; does not wait. */
    void stop();

    /** Waits until it has stopped. */
    @Override
    void close();
  }
}
