package io.testudo.telemetry.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The segments of a spool that are no longer appended to. Not thread-safe. */
final class CompleteSegments {

  private final Path folder;
  private final TreeMap<Long, Long> sizes = new TreeMap<>();
  private long bytes;
  private long cutBytes;
  private long readUpTo;

  private CompleteSegments(Path folder) {
    this.folder = folder;
  }

  /** The segments in a folder; a tail that a kill tore off the last is cut off. */
  static CompleteSegments of(Path folder) throws IOException {
    CompleteSegments found = new CompleteSegments(folder);
    SpoolSegments.sizes(folder).forEach(found::add);
    Map.Entry<Long, Long> last = found.sizes.lastEntry();
    if (last != null) {
      long sound = SpoolSegments.cutTornTail(folder.resolve(SpoolSegments.name(last.getKey())));
      found.cutBytes = last.getValue() - sound;
      found.add(last.getKey(), sound);
    }
    return found;
  }

  /** Adds a segment, or states its size anew. */
  void add(long segment, long size) {
    Long before = sizes.put(segment, size);
    bytes += size - (before == null ? 0 : before);
  }

  /** How many there are. */
  int count() {
    return sizes.size();
  }

  /** The bytes of all of them. */
  long bytes() {
    return bytes;
  }

  /** How many bytes of a torn tail were cut off. */
  long cutBytes() {
    return cutBytes;
  }

  /** The size of a segment, or null if it is not one of these. */
  @Nullable Long size(long segment) {
    return sizes.get(segment);
  }

  /** The number of the last, or 0 if there is none. */
  long last() {
    return sizes.isEmpty() ? 0 : sizes.lastKey();
  }

  /** The number of the first that is {@code least} or more, or {@code otherwise}. */
  long from(long least, long otherwise) {
    Long next = sizes.ceilingKey(least);
    return next == null ? otherwise : next;
  }

  /** Those before this one were read. */
  void readBefore(long segment) {
    readUpTo = Math.max(readUpTo, segment);
  }

  /** Deletes, oldest first, what was read and last changed before this; a failure ends it. */
  void deleteRead(Instant before) {
    while (!sizes.isEmpty() && sizes.firstKey() < readUpTo) {
      Path file = folder.resolve(SpoolSegments.name(sizes.firstKey()));
      try {
        if (Files.exists(file) && Files.getLastModifiedTime(file).toInstant().isAfter(before)) {
          return;
        }
        Files.deleteIfExists(file);
      } catch (IOException e) {
        return;
      }
      bytes -= sizes.pollFirstEntry().getValue();
    }
  }
}
