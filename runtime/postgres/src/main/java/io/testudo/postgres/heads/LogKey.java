package io.testudo.postgres.heads;

import io.testudo.postgres.files.PrivateFile;
import io.testudo.transparency.CheckpointSigner;
import io.testudo.transparency.CheckpointVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The Ed25519 key by which a log signs its heads, in a folder outside of the database. */
public final class LogKey {

  private static final String PRIVATE = "log.key";
  private static final String PUBLIC = "log.pub";
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final int NAME_BYTES = 8;

  private LogKey() {}

  /**
   * The key in the folder, which is made if there is neither a key nor a file of heads.
   *
   * @param random names a new log
   */
  public static CheckpointSigner in(Path folder, RandomGenerator random) throws IOException {
    Path secret = folder.resolve(PRIVATE);
    Path known = folder.resolve(PUBLIC);
    try {
      if (!Files.exists(secret)) {
        requireNothingSigned(folder, secret);
        make(secret, known, random);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has Ed25519", e);
    }
    CheckpointVerifier verifier = publicIn(folder);
    try {
      return new CheckpointSigner(verifier.name(), new KeyPair(verifier.key(), read(secret)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "file " + secret + " must hold the private Ed25519 key to " + known + ": " + reason(e),
          e);
    }
  }

  /** The public half of the key in the folder, which any reader may have. */
  public static CheckpointVerifier publicIn(Path folder) throws IOException {
    Path known = folder.resolve(PUBLIC);
    if (!Files.exists(known)) {
      throw new IllegalArgumentException(
          "file "
              + known
              + " must be there to verify the event log\nMaybe restore it from a backup.");
    }
    try {
      return CheckpointVerifier.parse(text(known));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "file " + known + " must hold an Ed25519 key: " + reason(e), e);
    }
  }

  private static void requireNothingSigned(Path folder, Path secret) {
    if (Files.exists(folder.resolve(HeadsFile.NAME))) {
      throw new IllegalArgumentException(
          "file "
              + secret
              + " must be there, since there are heads that it signed\nMaybe restore it from a"
              + " backup, or move the file of heads away to begin anew.");
    }
  }

  private static void make(Path secret, Path known, RandomGenerator random)
      throws IOException, GeneralSecurityException {
    byte[] name = new byte[NAME_BYTES];
    random.nextBytes(name);
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    String log = "testudo-" + HexFormat.of().formatHex(name);
    // The public half first: the private one tells that both are there.
    PrivateFile.write(known, new CheckpointVerifier(log, pair.getPublic()).toText() + "\n");
    String base64 = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    PrivateFile.write(secret, BEGIN + "\n" + base64 + "\n" + END + "\n");
  }

  private static String reason(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** The text of a key's file; where its bytes are damaged, what cannot be a key either. */
  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
  }

  private static PrivateKey read(Path file) throws IOException, GeneralSecurityException {
    String text = text(file).replace(BEGIN, "").replace(END, "").strip();
    return KeyFactory.getInstance("Ed25519")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
  }
}
