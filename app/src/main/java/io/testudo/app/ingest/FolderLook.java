package io.testudo.app.ingest;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the files of a folder again and again: their sizes, and how long they have been as they
 * are. A file whose name begins with a dot or ends in {@code .part} or {@code .tmp} is not there
 * yet.
 */
final class FolderLook {

  private static final int MOST_FILES = 100_000;

  private final Path folder;
  private Map<String, Seen> before = Map.of();

  FolderLook(Path folder) {
    this.folder = folder;
  }

  /**
   * A file at one look.
   *
   * @param bytes its size
   * @param changed when it was changed, as the file system says
   * @param key what the file system knows it by; empty if it does not say
   * @param since when a look first found it like this
   */
  record Seen(long bytes, Instant changed, String key, Instant since) {

    /** Whether it was left alone for so long, by the file system's clock or by ours. */
    boolean isAtRest(Instant now, Duration rest) {
      return !now.isBefore(changed.plus(rest)) || !now.isBefore(since.plus(rest));
    }
  }

  /**
   * The files by name; what is gone by the time of the look is passed over.
   *
   * @param closed told of each path that cannot be read, in one line
   * @throws IOException if the folder itself cannot be read
   */
  Map<String, Seen> look(Instant now, Consumer<String> closed) throws IOException {
    Map<String, Seen> found = new TreeMap<>();
    Path root = folder.toRealPath();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            note(root.relativize(path).toString(), attributes, now, found);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
            if (path.equals(root)) {
              throw e;
            }
            if (!(e instanceof NoSuchFileException)) {
              closed.accept(path + " must be readable: " + e.getMessage());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path path, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    before = found;
    return found;
  }

  private void note(
      String name, BasicFileAttributes attributes, Instant now, Map<String, Seen> found) {
    String fileName = name.substring(name.lastIndexOf('/') + 1);
    if (fileName.startsWith(".")
        || fileName.endsWith(".part")
        || fileName.endsWith(".tmp")
        || !attributes.isRegularFile()
        || found.size() >= MOST_FILES) {
      return;
    }
    Seen seen =
        new Seen(
            attributes.size(),
            attributes.lastModifiedTime().toInstant(),
            Objects.toString(attributes.fileKey(), ""),
            now);
    Seen last = before.get(name);
    boolean unchanged =
        last != null && last.bytes() == seen.bytes() && last.changed().equals(seen.changed());
    found.put(name, unchanged && last != null ? last : seen);
  }
}
