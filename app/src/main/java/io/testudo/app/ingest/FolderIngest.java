package io.testudo.app.ingest;

import io.testudo.app.config.TestudoConfig.SourceConfig;
import io.testudo.ports.EventLog;
import io.testudo.ports.EventLog.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the files of a folder as they come to rest in it, in the order of their names, each once.
 *
 * <p>A file is at rest when neither its size nor its time of change moved for a second; one whose
 * name begins with a dot or ends in {@code .part} or {@code .tmp} is still being written. A file
 * that grew after it was read is read on from where it ended; one that shrank was begun anew and is
 * read from its beginning. When nothing came for a while, flows that are still open are emitted.
 */
final class FolderIngest implements Sources.Running {

  private static final Logger LOG = LoggerFactory.getLogger(FolderIngest.class);
  private static final Duration REST = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration SILENCE = Duration.ofSeconds(3);
  private static final int MOST_FILES = 100_000;
  private static final int MOST_KEY = 400;
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;
  private final String shelf;
  private final EventLog log;
  private final SourceMeter meter;
  private final InstantSource clock;
  private final SourceSession session;
  private final Map<String, Done> done = new HashMap<>();
  private Map<String, Seen> seenBefore = new HashMap<>();
  private final Thread thread;
  private volatile boolean settled;

  private FolderIngest(SourceConfig.Folder config, Sources.Setting setting, SourceMeter meter) {
    this.folder = config.folder();
    this.shelf = "item/" + config.name();
    this.log = setting.log();
    this.meter = meter;
    this.clock = setting.clock();
    this.session = new SourceSession(config.name(), setting, meter);
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
      recallDone();
      Instant lastWork = clock.instant();
      while (!session.isStopping()) {
        if (readWhatRests()) {
          lastWork = clock.instant();
          settled = false;
        } else if (!settled && !clock.instant().isBefore(lastWork.plus(SILENCE))) {
          session.settle();
          settled = true;
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

  private void recallDone() {
    int skip = 0;
    List<Document> page;
    do {
      page = log.documents(shelf, skip, 1000);
      for (Document document : page) {
        JsonNode node = JSON.readTree(document.json());
        done.put(
            document.key(), new Done(node.path("bytes").asLong(0), node.path("records").asLong(0)));
      }
      skip += page.size();
    } while (!page.isEmpty());
  }

  /** Reads every file that is at rest and has something unread; says whether there was one. */
  private boolean readWhatRests() {
    Map<String, Seen> now = new TreeMap<>();
    try {
      list(now);
    } catch (IOException e) {
      meter.failed("folder " + folder + " must be readable: " + e.getMessage());
      return false;
    }
    boolean any = false;
    String unfinished = session.unfinishedFile();
    if (now.containsKey(unfinished)) {
      any = read(unfinished, now.get(unfinished), null);
    }
    for (Map.Entry<String, Seen> entry : now.entrySet()) {
      Seen seen = entry.getValue();
      Done before = done.get(key(entry.getKey()));
      boolean unread = before == null || seen.bytes() != before.bytes();
      if (unread && isAtRest(entry.getKey(), seen)) {
        boolean grew = before != null && seen.bytes() > before.bytes();
        any |= read(entry.getKey(), seen, grew ? before : null);
      }
    }
    seenBefore = now;
    return any;
  }

  private boolean isAtRest(String name, Seen seen) {
    return !clock.instant().isBefore(seen.changed().plus(REST))
        || (seen.equals(seenBefore.get(name))
            && !clock.instant().isBefore(seen.firstLook().plus(REST)));
  }

  /** Finds the files; what is gone or closed to us by the time of the look is passed over. */
  private void list(Map<String, Seen> found) throws IOException {
    Path root = folder.toRealPath();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            note(root.relativize(path).toString(), path, attributes, found);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
            if (path.equals(root)) {
              throw e;
            }
            if (!(e instanceof NoSuchFileException)) {
              meter.failed(path + " must be readable: " + e.getMessage());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path path, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void note(
      String name, Path path, BasicFileAttributes attributes, Map<String, Seen> found) {
    String fileName = path.getFileName().toString();
    if (fileName.startsWith(".")
        || fileName.endsWith(".part")
        || fileName.endsWith(".tmp")
        || !attributes.isRegularFile()
        || found.size() >= MOST_FILES) {
      return;
    }
    Seen before = seenBefore.get(name);
    Instant changed = attributes.lastModifiedTime().toInstant();
    boolean unchanged =
        before != null && before.bytes() == attributes.size() && before.changed().equals(changed);
    found.put(
        name,
        new Seen(
            attributes.size(),
            changed,
            unchanged && before != null ? before.firstLook() : clock.instant()));
  }

  private boolean read(String name, Seen seen, @Nullable Done before) {
    long records = before == null ? 0 : before.records();
    try {
      records = session.read(name, folder.resolve(name), records);
    } catch (IOException e) {
      meter.failed("file " + folder.resolve(name) + " must be readable: " + e.getMessage());
      LOG.warn("File {} cannot be read: {}", folder.resolve(name), e.getMessage());
    }
    Done now = new Done(seen.bytes(), records);
    done.put(key(name), now);
    String json = "{\"v\":1,\"bytes\":" + now.bytes() + ",\"records\":" + now.records() + "}";
    session.leaveFile(List.of(new Document(shelf, key(name), 0, json)));
    meter.state(SourceStatus.State.WAITING);
    return true;
  }

  /** The name, or where that is too long for a key its beginning and a digest. */
  private static String key(String name) {
    return name.length() <= MOST_KEY
        ? name
        : name.substring(0, MOST_KEY)
            + "…"
            + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  private record Seen(long bytes, Instant changed, Instant firstLook) {}

  private record Done(long bytes, long records) {}
}
