package io.testudo.app.ingest;

import io.testudo.app.config.TestudoConfig.SourceConfig;
import io.testudo.app.ingest.FolderLook.Seen;
import io.testudo.ports.EventLog;
import io.testudo.ports.EventLog.Document;
import io.testudo.telemetry.TelemetryConfig;
import io.testudo.telemetry.WholeRecords;
import io.testudo.telemetry.WholeRecords.Unit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the files of a folder as they come and as they grow, in the order of their names, each
 * record once.
 *
 * <p>Lines and captures are read while they are written, as far as they hold whole records; what is
 * unfinished at their end is waited for, a line for {@link #LINE_QUIET}, a packet for {@link
 * #PACKET_QUIET} since the last change, and then read as it is. A line that goes on after that is
 * read again, whole. Everything else is read once it is at rest.
 *
 * <p>A file is known by its content ({@link Fingerprint}): one that grew is read on, one that was
 * renamed, copied and cut, or packed by gzip is read on under its new name, and one that was
 * replaced is read from its beginning. What was read of a file that is long gone is forgotten
 * ({@link ReadFiles#forget}). When nothing came for a while, flows that are still open are emitted.
 */
final class FolderIngest implements Sources.Running {

  /** How long the beginning of a line is waited on. */
  static final Duration LINE_QUIET = Duration.ofSeconds(10);

  /** How long the beginning of a packet is waited on. */
  static final Duration PACKET_QUIET = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(FolderIngest.class);
  private static final Duration REST = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration SILENCE = Duration.ofSeconds(3);
  private static final Duration LIVE_SILENCE = Duration.ofSeconds(60);

  /** A file that grows is read again after so many times what its last reading took. */
  private static final int IDLE_SHARE = 9;

  private final Path folder;
  private final EventLog log;
  private final SourceMeter meter;
  private final InstantSource clock;
  private final TelemetryConfig telemetry;
  private final SourceSession session;
  private final FolderLook look;
  private final ReadFiles files;
  private final ReadingNews news;
  private final Map<String, Instant> notBefore = new HashMap<>();
  private final List<Document> unsaved = new ArrayList<>();
  private final List<Document> forgotten = new ArrayList<>();
  private final Thread thread;
  private boolean live;
  private volatile boolean settled;

  private FolderIngest(SourceConfig.Folder config, Sources.Setting setting, SourceMeter meter) {
    this.folder = config.folder();
    this.log = setting.log();
    this.meter = meter;
    this.clock = setting.clock();
    this.telemetry = setting.telemetry();
    this.session = new SourceSession(config.name(), setting, meter);
    this.look = new FolderLook(folder);
    this.files = new ReadFiles(folder, "item/" + config.name());
    this.news = new ReadingNews(session);
    this.thread = Thread.ofPlatform().name("source-" + config.name()).unstarted(this::run);
  }

  static FolderIngest of(SourceConfig.Folder config, Sources.Setting setting) {
    try {
      Files.createDirectories(config.folder());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "folder (" + config.folder() + ") of source " + config.name() + " must be creatable", e);
    }
    return new FolderIngest(
        config,
        setting,
        new SourceMeter(config.name(), "folder " + config.folder(), setting.clock()));
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
    return settled;
  }

  @Override
  public void stop() {
    session.stop();
  }

  @Override
  public void close() {
    SourceSession.join(thread);
  }

  private void run() {
    try {
      files.recall(log);
      Instant lastWork = clock.instant();
      while (!session.isStopping()) {
        if (readWhatCame()) {
          lastWork = clock.instant();
          settled = false;
        } else if (!settled
            && !clock.instant().isBefore(lastWork.plus(live ? LIVE_SILENCE : SILENCE))) {
          session.settle();
          settled = true;
          live = false;
        }
        Thread.sleep(LOOK_EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SourceSession.Stopped e) {
      LOG.debug("Reading of {} stopped.", folder);
    } catch (RuntimeException e) {
      LOG.error(
          "Reading of {} ended by a fault; the next start goes on from its checkpoint.", folder, e);
      meter.failed("ended by a fault: " + e);
      return;
    }
    meter.state(SourceStatus.State.STOPPED);
  }

  /** Reads all that is new in the folder; says whether there was anything. */
  private boolean readWhatCame() {
    Map<String, Seen> there;
    try {
      there = look.look(clock.instant(), meter::failed);
    } catch (IOException e) {
      meter.failed("folder " + folder + " must be readable: " + e.getMessage());
      return false;
    }
    Map<String, Seen> strange = strange(there);
    ReadFiles.Found found = files.find(strange, there);
    found.moved().forEach((name, read) -> unsaved.add(files.put(name, read)));
    boolean any = readUnfinished(there);
    for (String name : found.moved().keySet()) {
      any |= readIfNew(name, there.get(name), found);
    }
    for (Map.Entry<String, Seen> entry : there.entrySet()) {
      if (!found.moved().containsKey(entry.getKey())) {
        any |= readIfNew(entry.getKey(), entry.getValue(), found);
      }
    }
    boolean told = news.tell(there, clock.instant());
    forgotten.addAll(files.forget(there.keySet(), clock.instant()));
    if (told || !unsaved.isEmpty() || !forgotten.isEmpty()) {
      save();
    }
    return any;
  }

  private void save() {
    session.leaveFile(
        transaction -> {
          unsaved.forEach(transaction::put);
          forgotten.forEach(document -> transaction.remove(document.shelf(), document.key()));
        });
    unsaved.clear();
    forgotten.clear();
  }

  /** The files whose content is not what was read under their names. */
  private Map<String, Seen> strange(Map<String, Seen> there) {
    Map<String, Seen> strange = new TreeMap<>();
    there.forEach(
        (name, seen) -> {
          ReadFile read = files.get(name);
          if (read == null || (!read.isUntouched(seen) && !isHeld(read.print(), name))) {
            strange.put(name, seen);
          }
        });
    return strange;
  }

  private boolean isHeld(Fingerprint print, String name) {
    try {
      return print.isHeldBy(folder.resolve(name));
    } catch (IOException e) {
      return false;
    }
  }

  /** Goes on with the file in which the last start ended, whatever it is called now. */
  private boolean readUnfinished(Map<String, Seen> there) {
    String name = session.unfinishedFile();
    if (name.isEmpty()) {
      return false;
    }
    Fingerprint print = session.unfinishedPrint();
    if (!there.containsKey(name) || !isHeld(print, name)) {
      name =
          print.head().isEmpty()
              ? ""
              : there.keySet().stream()
                  .filter(other -> isHeld(print, other))
                  .findFirst()
                  .orElse("");
      session.unfinishedIsNow(name);
    }
    Seen seen = there.get(name);
    if (seen == null) {
      return false;
    }
    long least = print.head().isEmpty() ? seen.bytes() : print.bytes();
    return read(name, seen, least, 0);
  }

  private boolean readIfNew(String name, @Nullable Seen seen, ReadFiles.Found found) {
    ReadFile before = files.get(name);
    Instant now = clock.instant();
    if (seen == null
        || (before != null && before.isUntouched(seen))
        || now.isBefore(notBefore.getOrDefault(name, Instant.MIN))) {
      return false;
    }
    boolean grew = before != null && isHeld(before.print(), name);
    if (grew && before != null && seen.bytes() == before.print().bytes()) {
      files.put(name, before.seenAs(seen));
      return false;
    }
    if (!grew && found.alike().contains(name) && !seen.isAtRest(now, REST)) {
      return false;
    }
    return read(name, seen, 0, grew && before != null ? begin(name, before) : 0);
  }

  /** The record behind which to go on: a line that was unfinished is read again if it went on. */
  private long begin(String name, ReadFile before) {
    if (before.wholeRecords() == before.records()) {
      return before.records();
    }
    ByteBuffer next = ByteBuffer.allocate(1);
    try (FileChannel channel = FileChannel.open(folder.resolve(name))) {
      channel.read(next, before.print().bytes());
    } catch (IOException e) {
      return before.wholeRecords();
    }
    boolean ended = next.get(0) == '\n' || next.get(0) == '\r';
    return ended ? before.records() : before.wholeRecords();
  }

  /** Reads a file, at least to {@code least}; says whether there was anything to be read. */
  private boolean read(String name, Seen seen, long least, long alreadyRead) {
    Path path = folder.resolve(name);
    Instant began = clock.instant();
    try {
      ReadFile before = files.get(name);
      WholeRecords whole = WholeRecords.of(path, seen.bytes(), telemetry);
      long limit = Math.max(least, limit(seen, whole, began));
      boolean isNothing = alreadyRead > 0 && before != null && limit <= before.print().bytes();
      if (limit < 0 || isNothing || (limit == 0 && seen.bytes() > 0)) {
        Duration looked = Duration.between(began, clock.instant());
        notBefore.put(name, clock.instant().plus(looked.multipliedBy(IDLE_SHARE)));
        return false;
      }
      live |= alreadyRead > 0 && whole != null && whole.unit() == Unit.PACKET;
      Fingerprint upTo = Fingerprint.of(path, limit);
      SourceSession.Outcome read = session.read(name, path, upTo, alreadyRead);
      boolean isCut = whole != null && whole.unit() == Unit.LINE && limit > whole.bytes();
      unsaved.add(
          files.put(
              name,
              new ReadFile(
                  upTo,
                  read.records(),
                  Math.max(0, read.records() - (isCut ? 1 : 0)),
                  seen.changed(),
                  seen.key())));
      news.add(name, read);
      Duration took = Duration.between(began, clock.instant());
      notBefore.put(name, clock.instant().plus(took.multipliedBy(IDLE_SHARE)));
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      meter.failed("file " + path + " must be readable: " + e.getMessage());
      LOG.warn("File {} cannot be read: {}", path, e.getMessage());
      notBefore.put(name, clock.instant().plus(RETRY));
      return false;
    }
    news.tell(Map.of(name, seen), clock.instant());
    save();
    meter.state(SourceStatus.State.WAITING);
    return true;
  }

  /** How far a file may be read now; −1 if it is still being written and cannot be. */
  private static long limit(Seen seen, @Nullable WholeRecords whole, Instant now) {
    if (whole == null) {
      return seen.isAtRest(now, REST) ? seen.bytes() : -1;
    }
    Duration quiet = whole.unit() == Unit.LINE ? LINE_QUIET : PACKET_QUIET;
    return seen.isAtRest(now, quiet) ? seen.bytes() : whole.bytes();
  }
}
