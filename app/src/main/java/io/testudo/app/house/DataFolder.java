package io.testudo.app.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The folder that holds everything a platform keeps; one process at a time. */
final class DataFolder implements AutoCloseable {

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the folder; where it is missing it is created so that others may pass through it, as the
   * database's own user must, but not see what is there.
   *
   * @throws IllegalArgumentException if another process has it
   */
  static DataFolder take(Path path) {
    DataFolder taken = takeIfFree(path);
    if (taken == null) {
      throw new IllegalArgumentException(
          "data folder ("
              + path
              + ") must be used by one process at a time; another Testudo has it. Stop that one,"
              + " or name another folder with --data.");
    }
    return taken;
  }

  /** Takes the folder as {@link #take} does; null if another process has it. */
  static @Nullable DataFolder takeIfFree(Path path) {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path);
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
        }
      }
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = null;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        // Held by this process: as good as held by another.
      }
      if (lock == null) {
        channel.close();
        return null;
      }
      return new DataFolder(path, channel, lock);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "data folder (" + path + ") must be a folder that can be written: " + e.getMessage(), e);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try (channel) {
      lock.release();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
