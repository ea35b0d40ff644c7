package io.testudo.telemetry.container;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files within a file: passes through gzip, zip and tar in any nesting, recognised by
 * content, and hands over each innermost file as a stream.
 *
 * <p>Guarantees: memory is bounded, eight to thirty-two bytes for each entry of an archive; no
 * entry name is used as a path; every entry is an item of its own even where names repeat; what
 * exceeds {@link UnpackLimits} or is damaged is reported once, and what can still be read is read.
 */
public final class Unpacking {

  /** Takes what is found. */
  public interface Files {

    /**
     * An innermost file.
     *
     * @param item the outer file's name, followed by {@code !} and an entry's name per level; where
     *     a name was there before, followed by {@code #} and the entry's ordinal in its archive
     * @param bytes its content; may be left half read
     * @param modified when it was last changed, if that is known
     * @return whether all went well; false after a failure that was already reported
     * @throws UnpackLimitException if the whole outer file must be left
     */
    boolean file(String item, PeekableBytes bytes, @Nullable Instant modified)
        throws UnpackLimitException;

    /** Something that cannot be unpacked or read. */
    void obstacle(String item, long byteOffset, String reason);
  }

  private final UnpackLimits limits;
  private final ZoneId zone;
  private final Files files;

  /**
   * Unpacks within these limits.
   *
   * @param zone the zone of the local times that zip archives state
   */
  public Unpacking(UnpackLimits limits, ZoneId zone, Files files) {
    this.limits = limits;
    this.zone = zone;
    this.files = files;
  }

  /** Finds the files within {@code in}; failures are reported, not thrown. */
  public void unpack(String item, InputStream in, @Nullable Instant modified) {
    PeekableBytes bytes = new PeekableBytes(in);
    try {
      unpack(new Level(item, bytes, modified, new UnpackBudget(limits, bytes), 0));
    } catch (IOException e) {
      files.obstacle(item, bytes.position(), reason(e));
    }
  }

  private record Level(
      String item,
      PeekableBytes bytes,
      @Nullable Instant modified,
      UnpackBudget budget,
      int depth) {

    Level within(String item, InputStream bytes, @Nullable Instant modified) {
      return new Level(item, new PeekableBytes(bytes), modified, budget, depth + 1);
    }
  }

  private boolean unpack(Level level) throws IOException {
    PeekableBytes bytes = level.bytes();
    if (bytes.startsWith(0x1F, 0x8B, 8)) {
      level.budget().level(level.depth() + 1);
      try (GunzippedBytes content = new GunzippedBytes(bytes, level.budget())) {
        return unpack(level.within(level.item(), content, level.modified()));
      }
    }
    if (bytes.startsWith('P', 'K', 3, 4) || bytes.startsWith('P', 'K', 7, 8, 'P', 'K', 3, 4)) {
      level.budget().level(level.depth() + 1);
      return unpackZip(level);
    }
    if (bytes.startsWith('P', 'K', 5, 6)) {
      return true;
    }
    if (TarEntries.isHeader(bytes.peek(512))) {
      level.budget().level(level.depth() + 1);
      return unpackTar(level);
    }
    return files.file(level.item(), bytes, level.modified());
  }

  private boolean unpackZip(Level level) throws IOException {
    ZipEntries entries = new ZipEntries(level.bytes(), level.budget(), zone);
    EntryLabels labels = new EntryLabels(level.item());
    String label = level.item();
    boolean well = true;
    while (true) {
      Entry entry;
      try {
        entry = entries.next();
      } catch (ZipEntries.ChecksumException e) {
        if (well) {
          files.obstacle(label, level.bytes().position(), reason(e));
        }
        continue;
      } catch (DamagedContainerException e) {
        if (well) {
          files.obstacle(level.item(), level.bytes().position(), reason(e));
        }
        return false;
      }
      if (entry == null) {
        return true;
      }
      label = labels.next(entry.name());
      well = entry(level, label, entry);
    }
  }

  private boolean unpackTar(Level level) throws IOException {
    TarEntries entries = new TarEntries(level.bytes(), level.budget());
    EntryLabels labels = new EntryLabels(level.item());
    boolean well = true;
    while (true) {
      Entry entry;
      try {
        entry = entries.next();
      } catch (DamagedContainerException e) {
        if (well) {
          files.obstacle(level.item(), level.bytes().position(), reason(e));
        }
        return false;
      }
      if (entry == null) {
        return true;
      }
      well = entry(level, labels.next(entry.name()), entry);
    }
  }

  private boolean entry(Level level, String label, Entry entry) throws IOException {
    if (!entry.obstacle().isEmpty()) {
      files.obstacle(label, level.bytes().position(), entry.obstacle());
      return true;
    }
    try {
      return unpack(level.within(label, entry.bytes(), entry.modified()));
    } catch (UnpackLimitException e) {
      if (e.stopsWholeFile()) {
        throw e;
      }
      files.obstacle(label, level.bytes().position(), reason(e));
      return true;
    } catch (DamagedContainerException e) {
      files.obstacle(label, level.bytes().position(), reason(e));
      return false;
    }
  }

  /** Why a stream cannot be read on, as one line. */
  public static String reason(IOException e) {
    boolean plain =
        e instanceof UnpackLimitException
            || e instanceof DamagedContainerException
            || e instanceof ZipEntries.ChecksumException;
    return plain ? String.valueOf(e.getMessage()) : "cannot be read: " + e.getMessage();
  }
}
