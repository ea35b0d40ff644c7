package io.testudo.app.ingest;

import io.testudo.app.config.TestudoConfig.SourceConfig;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a named pipe, writer after writer, each as an item of its own. What lies in the pipe or was
 * read since the last checkpoint when the program is killed is lost, for it cannot be read again.
 */
final class PipeIngest implements Sources.Running {

  private static final Logger LOG = LoggerFactory.getLogger(PipeIngest.class);
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration PUSH = Duration.ofMillis(50);
  private static final int MOST_PUSHES = 200;

  private final Path pipe;
  private final SourceMeter meter;
  private final SourceSession session;
  private final String name;
  private final InstantSource clock;
  private final Thread thread;
  private @Nullable PipedBytes bytes;
  private volatile boolean silent = true;
  private volatile boolean waiting;

  PipeIngest(SourceConfig.Pipe config, Sources.Setting setting) {
    this.pipe = config.pipe();
    this.name = config.name();
    this.clock = setting.clock();
    this.meter = new SourceMeter(name, "pipe " + pipe, clock);
    this.session = new SourceSession(name, setting, meter);
    this.thread = Thread.ofPlatform().name("source-" + name).daemon().unstarted(this::run);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public SourceStatus status() {
    return meter.status();
  }

  @Override
  public boolean isSilent() {
    return silent;
  }

  private void run() {
    try {
      while (!session.isStopping()) {
        try {
          readWriter();
        } catch (IOException e) {
          meter.failed(String.valueOf(e.getMessage()));
          LOG.warn("Pipe {} cannot be read: {}", pipe, e.getMessage());
          Thread.sleep(RETRY);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SourceSession.Stopped e) {
      LOG.debug("Reading of {} stopped.", pipe);
    } catch (RuntimeException e) {
      LOG.error("Reading of {} ended by a fault; the next start reads what comes then.", pipe, e);
      meter.failed("ended by a fault: " + e);
      return;
    }
    meter.state(SourceStatus.State.STOPPED);
  }

  /** Waits for a writer and reads what it writes. */
  private void readWriter() throws IOException {
    if (!Files.exists(pipe) || Files.isRegularFile(pipe) || Files.isDirectory(pipe)) {
      throw new IOException("pipe " + pipe + " must be a named pipe; make it with mkfifo");
    }
    try (PipedBytes stream = open()) {
      silent = false;
      String item = name + " since " + clock.instant();
      SourceSession.Outcome read = session.read(item, stream);
      if (read.records() > 0) {
        session.tell(item, read);
      }
    }
    session.leaveFile(transaction -> {});
    session.settle();
    meter.state(SourceStatus.State.WAITING);
    silent = true;
  }

  private PipedBytes open() throws IOException {
    waiting = true;
    FileChannel channel = FileChannel.open(pipe, StandardOpenOption.READ);
    waiting = false;
    PipedBytes opened = new PipedBytes(channel, session::pause);
    synchronized (this) {
      bytes = opened;
    }
    if (session.isStopping()) {
      opened.close();
    }
    return opened;
  }

  @Override
  public void stop() {
    session.stop();
    try {
      PipedBytes open;
      synchronized (this) {
        open = bytes;
      }
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      LOG.debug("Pipe {} could not be closed.", pipe, e);
    }
  }

  @Override
  public void close() {
    try {
      for (int i = 0; i < MOST_PUSHES && thread.isAlive(); i++) {
        letGo();
        thread.join(PUSH);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    SourceSession.join(thread);
  }

  /** Ends the wait for a writer, by being one that writes nothing. */
  private void letGo() {
    if (!waiting || Files.isRegularFile(pipe)) {
      return;
    }
    try (RandomAccessFile writer = new RandomAccessFile(pipe.toFile(), "rw")) {
      LOG.debug("Let go of {}, {}.", pipe, writer.getFD());
    } catch (IOException e) {
      LOG.debug("Pipe {} could not be let go of.", pipe, e);
    }
  }
}
