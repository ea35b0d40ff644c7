package io.testudo.sigma.loading;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/** The rule files of a folder, in an order that does not depend on the file system. */
public final class RuleFolder {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_FILES = 200_000;

  private RuleFolder() {}

  /** A file that was found. */
  public sealed interface Entry {
    Path path();
  }

  /** A file to be read. */
  public record Found(Path path) implements Entry {}

  /** A file that is not read, and why. */
  public record Skipped(Path path, String reason) implements Entry {}

  /** The rule files at or below a path. A file that is named itself is read whatever its name. */
  public static List<Entry> list(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(new Found(path));
    }
    var entries = new ArrayList<Entry>();
    try {
      Files.walkFileTree(
          path.toRealPath(),
          EnumSet.noneOf(java.nio.file.FileVisitOption.class),
          MAX_DEPTH,
          new Visitor(entries));
    } catch (IOException e) {
      entries.add(new Skipped(path, "cannot be read: " + e.getClass().getSimpleName()));
    }
    entries.sort(Comparator.comparing(entry -> entry.path().toString()));
    return entries;
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final List<Entry> entries;

    Visitor(List<Entry> entries) {
      this.entries = entries;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (entries.size() >= MAX_FILES) {
        entries.add(new Skipped(file, "is beyond the first " + MAX_FILES + " files"));
        return FileVisitResult.TERMINATE;
      }
      if (attributes.isSymbolicLink()) {
        if (isRule(file) || Files.isDirectory(file)) {
          entries.add(new Skipped(file, "is a symbolic link, which is not followed"));
        }
      } else if (attributes.isDirectory()) {
        entries.add(new Skipped(file, "is a folder more than " + MAX_DEPTH + " deep"));
      } else if (isRule(file)) {
        entries.add(
            Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? new Found(file)
                : new Skipped(file, "is not a regular file"));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      entries.add(new Skipped(file, "cannot be read: " + failure.getClass().getSimpleName()));
      return FileVisitResult.CONTINUE;
    }

    private static boolean isRule(Path file) {
      String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
      return name.endsWith(".yml") || name.endsWith(".yaml");
    }
  }
}
