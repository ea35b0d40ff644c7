package io.testudo.postgres.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.tukaani.xz.XZInputStream;

/**
 * A tar file compressed by xz, as PostgreSQL's binaries come: folders, files and symbolic links in
 * the ustar form (IEEE Std 1003.1). Other entries are refused, and so is a path that leads out of
 * the target. The xz checksums are verified on the way.
 */
final class Archive {

  private static final int BLOCK = 512;
  private static final int NAME_AT = 0;
  private static final int NAME_BYTES = 100;
  private static final int MODE_AT = 100;
  private static final int SIZE_AT = 124;
  private static final int TYPE_AT = 156;
  private static final int LINK_AT = 157;
  private static final int PREFIX_AT = 345;
  private static final int PREFIX_BYTES = 155;
  private static final int EXECUTABLE = 0100;

  private final InputStream in;
  private final Path target;

  private Archive(InputStream in, Path target) {
    this.in = in;
    this.target = target;
  }

  /** Unpacks into an existing empty folder. */
  static void unpack(InputStream txz, Path target) throws IOException {
    try (XZInputStream in = new XZInputStream(txz)) {
      new Archive(in, target).unpack();
    }
  }

  private void unpack() throws IOException {
    byte[] header = in.readNBytes(BLOCK);
    while (header.length == BLOCK && header[0] != 0) {
      unpackEntry(header);
      header = in.readNBytes(BLOCK);
    }
    // To the end, so that the checksum of the whole is looked at.
    in.transferTo(OutputStream.nullOutputStream());
  }

  private void unpackEntry(byte[] header) throws IOException {
    String prefix = text(header, PREFIX_AT, PREFIX_BYTES);
    String name = text(header, NAME_AT, NAME_BYTES);
    Path path = target.resolve(prefix.isEmpty() ? name : prefix + "/" + name).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("entry " + name + " leads out of the folder");
    }
    switch (header[TYPE_AT]) {
      case '5' -> folder(path);
      case '0', 0 -> file(path, octal(header, SIZE_AT, 12), octal(header, MODE_AT, 8));
      case '2' -> link(path, text(header, LINK_AT, NAME_BYTES));
      default -> throw new IOException("entry " + name + " is neither folder, file nor link");
    }
  }

  private static void folder(Path path) throws IOException {
    Files.createDirectories(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void file(Path path, long size, long mode) throws IOException {
    folder(parent(path));
    try (OutputStream out = Files.newOutputStream(path)) {
      byte[] buffer = new byte[1 << 16];
      long rest = size;
      while (rest > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, rest));
        if (read < 0) {
          throw new IOException("archive ends inside of " + path.getFileName());
        }
        out.write(buffer, 0, read);
        rest -= read;
      }
    }
    in.skipNBytes(Math.floorMod(-size, (long) BLOCK));
    boolean executable = (mode & EXECUTABLE) != 0;
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private void link(Path path, String to) throws IOException {
    Path folder = parent(path);
    if (!folder.resolve(to).normalize().startsWith(target)) {
      throw new IOException("link " + path.getFileName() + " leads out of the folder");
    }
    folder(folder);
    Files.createSymbolicLink(path, Path.of(to));
  }

  private Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? target : parent;
  }

  private static String text(byte[] header, int at, int most) {
    int end = at;
    while (end < at + most && header[end] != 0) {
      end++;
    }
    return new String(header, at, end - at, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] header, int at, int most) throws IOException {
    String digits = text(header, at, most).strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new IOException("archive has a number that is not octal", e);
    }
  }
}
