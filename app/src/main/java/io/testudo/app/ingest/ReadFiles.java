package io.testudo.app.ingest;

import io.testudo.app.ingest.FolderLook.Seen;
import io.testudo.ports.EventLog;
import io.testudo.ports.EventLog.Document;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was read of each file of a folder, by name, and where that is now: a file that was renamed,
 * copied away before it was cut, or packed by gzip is found again by its content.
 */
final class ReadFiles {

  /** How long a file must be gone, without having come back, before it may be forgotten. */
  static final Duration GONE = Duration.ofDays(1);

  /** How long ago a file that may be forgotten was changed last. */
  static final Duration OLD = Duration.ofDays(30);

  private static final Duration LOOK_EVERY = Duration.ofHours(1);
  private static final int MOST_KEY = 400;
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;
  private final String shelf;
  private final Map<String, ReadFile> files = new HashMap<>();
  private final Map<String, Instant> goneSince = new HashMap<>();
  private Instant nextLook = Instant.MIN;

  ReadFiles(Path folder, String shelf) {
    this.folder = folder;
    this.shelf = shelf;
  }

  /** Takes over what an earlier start kept. */
  void recall(EventLog log) {
    int skip = 0;
    List<Document> page;
    do {
      page = log.documents(shelf, skip, 1000);
      page.forEach(
          document -> files.put(document.key(), ReadFile.of(JSON.readTree(document.json()))));
      skip += page.size();
    } while (!page.isEmpty());
  }

  /** What was read under this name, or null if nothing was. */
  @Nullable ReadFile get(String name) {
    return files.get(key(name));
  }

  /** Notes what was read under this name; gives the document that keeps it. */
  Document put(String name, ReadFile read) {
    files.put(key(name), read);
    return new Document(shelf, key(name), 0, read.json());
  }

  /**
   * Forgets the files that have been gone for {@link #GONE} of this run and were changed last
   * longer than {@link #OLD} ago, so that what is kept does not grow with every file that ever was.
   * Nothing is forgotten while the folder is empty: it may be a mount that is not there.
   *
   * @param there the names of all files that are there, which are never forgotten
   * @return the documents that kept what was forgotten
   */
  List<Document> forget(Set<String> there, Instant now) {
    if (now.isBefore(nextLook)) {
      return List.of();
    }
    nextLook = now.plus(LOOK_EVERY);
    if (there.isEmpty()) {
      goneSince.clear();
      return List.of();
    }
    Set<String> present = new HashSet<>();
    there.forEach(name -> present.add(key(name)));
    goneSince.keySet().removeAll(present);
    List<Document> forgotten = new ArrayList<>();
    for (Map.Entry<String, ReadFile> entry : files.entrySet()) {
      String key = entry.getKey();
      if (!present.contains(key)) {
        Instant since = goneSince.computeIfAbsent(key, unseen -> now);
        boolean isOld = entry.getValue().changed().isBefore(now.minus(OLD));
        if (isOld && !now.isBefore(since.plus(GONE))) {
          forgotten.add(new Document(shelf, key, 0, entry.getValue().json()));
        }
      }
    }
    for (Document document : forgotten) {
      files.remove(document.key());
      goneSince.remove(document.key());
    }
    return forgotten;
  }

  /**
   * Where content is that was read under another name.
   *
   * @param moved what was read, by the name that has it now; the files that had it have it no more,
   *     or are the same file
   * @param alike names of files that begin as one does that was read and is still there: copies, or
   *     files that are being copied away
   */
  record Found(Map<String, ReadFile> moved, Set<String> alike) {}

  /**
   * Looks for what was read in files whose content is not what was read under their names.
   *
   * @param strange those files
   * @param there all files that are there
   */
  Found find(Map<String, Seen> strange, Map<String, Seen> there) {
    Found found = new Found(new HashMap<>(), new HashSet<>());
    if (strange.isEmpty() || files.isEmpty()) {
      return found;
    }
    Set<String> intact = new HashSet<>();
    there.keySet().stream()
        .filter(name -> !strange.containsKey(name))
        .forEach(name -> intact.add(key(name)));
    strange.forEach(
        (name, seen) -> {
          try {
            find(name, seen, intact, found);
          } catch (IOException e) {
            // It is gone or closed by now; its reading says so if it is there.
          }
        });
    return found;
  }

  private void find(String name, Seen seen, Set<String> intact, Found found) throws IOException {
    Path file = folder.resolve(name);
    byte[] first = Fingerprint.first(file);
    ReadFile longest = null;
    for (Map.Entry<String, ReadFile> entry : files.entrySet()) {
      ReadFile read = entry.getValue();
      if (entry.getKey().equals(key(name)) || !read.print().mayBegin(first)) {
        continue;
      }
      found.alike().add(name);
      boolean isElsewhere = intact.contains(entry.getKey()) && !read.key().equals(seen.key());
      boolean isLonger = longest == null || read.print().bytes() > longest.print().bytes();
      if (!isElsewhere && isLonger) {
        ReadFile here = here(file, seen, read);
        longest = here == null ? longest : here;
      }
    }
    if (longest != null) {
      found.moved().put(name, longest);
    }
  }

  /** What was read, as a place in this file, or null if the file does not hold it. */
  private static @Nullable ReadFile here(Path file, Seen seen, ReadFile read) throws IOException {
    if (read.print().isHeldBy(file)) {
      return read.seenAs(seen);
    }
    if (!Fingerprint.isPacked(file) || !read.print().isHeldPacked(file)) {
      return null;
    }
    return new ReadFile(
        Fingerprint.of(file, 0), read.wholeRecords(), read.wholeRecords(), seen.changed(), "");
  }

  /** The name, or where that is too long for a key its beginning and a digest. */
  private static String key(String name) {
    return name.length() <= MOST_KEY
        ? name
        : name.substring(0, MOST_KEY)
            + "…"
            + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }
}
