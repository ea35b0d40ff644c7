package io.testudo.app.house;

import io.testudo.app.config.TestudoConfig;
import io.testudo.app.ingest.Sources;
import io.testudo.triage.TriageConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running platform over one data folder: the event log, the sources that feed it and the
 * readers that consume it. Built without a framework.
 */
public final class Platform implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Platform.class);

  private final LogAccess access;
  private final House house;
  private final Sources sources;
  private final FactLoop correlating;
  private final FactLoop triage;
  private final boolean correlates;
  private final Duration keepFacts;
  private final InstantSource clock;
  private final ScheduledExecutorService retention;
  private boolean closed;

  private Platform(
      LogAccess access, RuleBook rules, TestudoConfig config, Path data, InstantSource clock) {
    this.access = access;
    this.clock = clock;
    this.keepFacts = config.keepFacts();
    this.sources =
        new Sources(
            config.sources(),
            data.resolve("spool"),
            access.log(),
            rules.compiled(),
            config.detection(),
            clock,
            config.checkpointEvery());
    this.correlates = !rules.compiled().set().plan().isEmpty();
    CorrelationReader correlations =
        new CorrelationReader(access.log(), rules.compiled(), config.detection(), clock);
    this.correlating = new FactLoop(CorrelationReader.NAME, access.log(), correlations);
    this.house =
        new House(access.log(), clock, sources::statuses, rules.forPeople(), correlations::counts);
    this.triage =
        new FactLoop(
            TriageReader.NAME,
            access.log(),
            new TriageReader(access.log(), house.incidents(), TriageConfig.defaults()));
    this.retention =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("retention").factory());
  }

  /**
   * Takes the data folder, opens the log and loads the rules; nothing is read yet.
   *
   * @param remarks is told what takes long and what the operator should know, a line at a time
   * @throws IllegalArgumentException if the folder is in use or a rule path is not there
   */
  public static Platform open(
      Path data, TestudoConfig config, InstantSource clock, Consumer<String> remarks) {
    LogAccess access = LogAccess.open(data, config, clock, remarks);
    Platform platform = null;
    try {
      RuleBook rules = RuleBook.load(config.rules(), RuleBook.Starter.WITH);
      int refused = rules.refusals();
      if (refused > 0) {
        remarks.accept(
            refused
                + (refused == 1 ? " rule" : " rules")
                + " cannot be honoured; the console's page Rules tells which and why.");
      }
      platform = new Platform(access, rules, config, data, clock);
      return platform;
    } finally {
      if (platform == null) {
        access.close();
      }
    }
  }

  /** Begins to read sources and log. */
  public void start() {
    if (correlates) {
      correlating.start();
    }
    triage.start();
    sources.start();
    retention.scheduleWithFixedDelay(this::retain, 1, 60, TimeUnit.MINUTES);
  }

  private void retain() {
    try {
      Instant before = clock.instant().minus(keepFacts);
      long forgotten = access.log().forget(before);
      if (forgotten > 0) {
        LOG.info("Forgot {} facts sealed before {}.", forgotten, before);
      }
    } catch (RuntimeException e) {
      LOG.warn("Retention failed and is tried again in an hour.", e);
    }
  }

  /** What the surfaces show and do. */
  public House house() {
    return house;
  }

  /** Where this syslog source listens by TCP, or null if there is no such source. */
  public @Nullable InetSocketAddress syslogTcp(String source) {
    return sources.syslogTcp(source);
  }

  /** Whether everything that came in has become findings, and those incidents. */
  public boolean isDigested() {
    return sources.areSilent() && (!correlates || correlating.isLevel()) && triage.isLevel();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    retention.shutdownNow();
    sources.close();
    correlating.close();
    triage.close();
    access.close();
  }
}
