package io.testudo.postgres.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * PostgreSQL's programs, unpacked once for each version that this program brought.
 *
 * @param folder with {@code bin}, {@code lib} and {@code share}
 */
record Binaries(Path folder) {

  /** The major version whose data folders these programs read. */
  static final String MAJOR = "18";

  /**
   * Unpacks below {@code parent} unless that was done before. The folder appears under its name
   * only when it is whole.
   */
  static Binaries in(Path parent) throws IOException {
    URL archive = archive();
    Path folder = parent.resolve(name(archive));
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(parent);
      Path unfinished = Files.createDirectory(parent.resolve(".unpacking-" + System.nanoTime()));
      try (InputStream txz = archive.openStream()) {
        Archive.unpack(txz, unfinished);
      }
      Files.setPosixFilePermissions(unfinished, Files.getPosixFilePermissions(parent));
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    }
    return new Binaries(folder);
  }

  /** Deletes what other versions, or an unpacking that was killed, left behind. */
  void deleteOthers() throws IOException {
    Path parent = folder.resolveSibling(".").normalize();
    try (Stream<Path> siblings = Files.list(parent)) {
      for (Path sibling : siblings.filter(path -> !path.equals(folder)).toList()) {
        delete(sibling);
      }
    }
  }

  Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  static void delete(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static URL archive() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch", "");
    String name =
        switch (machine) {
          case "amd64", "x86_64" -> "postgres-linux-x86_64.txz";
          case "aarch64" -> "postgres-linux-arm_64.txz";
          default -> "";
        };
    URL archive =
        system.equals("linux") && !name.isEmpty()
            ? Binaries.class.getClassLoader().getResource(name)
            : null;
    if (archive == null) {
      throw new IllegalArgumentException(
          "an embedded database for "
              + system
              + " on "
              + machine
              + " is not part of this build\nMaybe name a PostgreSQL server of your own by its"
              + " JDBC URL.");
    }
    return archive;
  }

  /** Names the content without reading it: the checksum that its jar's directory holds. */
  private static String name(URL archive) throws IOException {
    if (archive.openConnection() instanceof JarURLConnection jar && jar.getJarEntry() != null) {
      return MAJOR + "-" + Long.toHexString(jar.getJarEntry().getCrc());
    }
    return MAJOR + "-" + Long.toHexString(archive.openConnection().getContentLengthLong());
  }
}
