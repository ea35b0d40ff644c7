package io.testudo.postgres.files;

import io.testudo.ports.Secret;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** Small files that their owner alone can read, and that are there whole or not at all. */
public final class PrivateFile {

  private static final int PASSWORD_BYTES = 32;

  private PrivateFile() {}

  /** The password in the file, which is first made of 256 random bits if the file is missing. */
  public static Secret password(Path file, SecureRandom random) throws IOException {
    if (!Files.exists(file)) {
      byte[] bytes = new byte[PASSWORD_BYTES];
      random.nextBytes(bytes);
      write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
    return Secret.of(Files.readString(file).strip());
  }

  /** Writes the text, readable by its owner alone, and puts it in place in one step. */
  public static void write(Path file, String text) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel out =
        FileChannel.open(
            unfinished,
            options,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      out.write(StandardCharsets.UTF_8.encode(text));
      out.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
