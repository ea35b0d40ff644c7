package io.testudo.telemetry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files at and below a path in the order of their paths, opened one by one. Links out of a
 * folder are not followed, and what cannot be opened is named as an obstacle.
 */
final class FileWalk {

  /** Takes what is found. */
  interface Visitor {

    /** Whether the file of this name need not even be opened. */
    boolean isRead(String item);

    /** A file; the stream is closed afterwards. */
    void file(String item, InputStream bytes, Instant modified);

    /** Something that cannot be opened. */
    void obstacle(String item, String reason);
  }

  private final Visitor visitor;

  FileWalk(Visitor visitor) {
    this.visitor = visitor;
  }

  /**
   * Visits a file, or a folder with all that is in it.
   *
   * @throws NoSuchFileException if there is no such file or folder
   */
  void visit(Path fileOrFolder) throws IOException {
    if (!Files.exists(fileOrFolder)) {
      throw new NoSuchFileException(fileOrFolder.toString());
    }
    if (Files.isDirectory(fileOrFolder)) {
      folder(fileOrFolder);
    } else {
      file(fileOrFolder);
    }
  }

  private void folder(Path folder) throws IOException {
    List<Path> children;
    try (Stream<Path> listed = Files.list(folder)) {
      children =
          listed
              .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()))
              .toList();
    } catch (AccessDeniedException e) {
      visitor.obstacle(name(folder), "cannot be opened: access is denied");
      return;
    }
    for (Path child : children) {
      if (Files.isSymbolicLink(child)) {
        visitor.obstacle(name(child), "is a link, which is not followed");
      } else if (Files.isDirectory(child)) {
        folder(child);
      } else if (Files.isRegularFile(child)) {
        file(child);
      } else {
        visitor.obstacle(name(child), "is neither a file nor a folder");
      }
    }
  }

  private void file(Path file) {
    String item = name(file);
    if (visitor.isRead(item)) {
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      visitor.file(item, in, Files.getLastModifiedTime(file).toInstant());
    } catch (IOException e) {
      visitor.obstacle(item, "cannot be opened: " + e.getMessage());
    }
  }

  private static String name(Path path) {
    return path.toString().replace('\\', '/');
  }
}
