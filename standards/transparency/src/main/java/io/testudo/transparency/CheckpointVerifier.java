package io.testudo.transparency;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A named Ed25519 public key, and its text as signed notes have it: {@code name+identifier+base64}.
 *
 * @param name the log's or witness's name
 * @param key its Ed25519 public key
 */
public record CheckpointVerifier(String name, PublicKey key) {

  private static final byte ED25519 = 0x01;
  private static final int KEY_BYTES = 32;
  private static final int MAX_TEXT_CHARACTERS = 512;

  /** What stands before the 32 bytes of an Ed25519 key in its X.509 encoding (RFC 8410). */
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  public CheckpointVerifier {
    Checkpoint.requireName(name);
    if (!isEd25519(key)) {
      throw new IllegalArgumentException(
          "The algorithm (" + key.getAlgorithm() + ") of the key of " + name + " must be Ed25519.");
    }
  }

  static boolean isEd25519(Key key) {
    return key instanceof EdECKey edwards
        && edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
  }

  /** The text of this key, by which it is told to others. */
  public String toText() {
    return name
        + "+"
        + HexFormat.of().formatHex(keyId())
        + "+"
        + Base64.getEncoder().encodeToString(typedKey());
  }

  /** The key with this text. */
  public static CheckpointVerifier parse(String text) {
    String[] parts = text.length() > MAX_TEXT_CHARACTERS ? new String[0] : text.split("\\+", 3);
    if (parts.length != 3) {
      throw new MalformedException(
          "A checkpoint key must be a name, an identifier and base64, with plus signs between.");
    }
    byte[] typed = Checkpoint.decodeBase64(parts[2]);
    if (typed.length != 1 + KEY_BYTES || typed[0] != ED25519) {
      throw new MalformedException("The key of " + parts[0] + " must be one of Ed25519.");
    }
    byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + KEY_BYTES);
    System.arraycopy(typed, 1, encoded, X509_PREFIX.length, KEY_BYTES);
    CheckpointVerifier verifier = new CheckpointVerifier(parts[0], decodeKey(encoded));
    if (!verifier.toText().equals(text)) {
      throw new MalformedException(
          "The identifier (" + parts[1] + ") of the key of " + parts[0] + " must fit the key.");
    }
    return verifier;
  }

  private static PublicKey decodeKey(byte[] encoded) {
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new MalformedException("The key must be a point of Ed25519.", e);
    }
  }

  boolean isClaimedBy(Checkpoint.Signature signature) {
    return signature.name().equals(name) && Arrays.equals(signature.keyId(), keyId());
  }

  boolean verifies(byte[] body, Checkpoint.Signature signature) {
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initVerify(key);
      ed25519.update(body);
      return ed25519.verify(signature.signature());
    } catch (GeneralSecurityException e) {
      // The JDK throws for a signature of the wrong length or with an impossible point.
      return false;
    }
  }

  byte[] keyId() {
    byte[] named = (name + "\n").getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(Digest.sha256(named, typedKey()).bytesNotCopied(), 4);
  }

  private byte[] typedKey() {
    byte[] encoded = key.getEncoded();
    byte[] typed = new byte[1 + KEY_BYTES];
    typed[0] = ED25519;
    System.arraycopy(encoded, encoded.length - KEY_BYTES, typed, 1, KEY_BYTES);
    return typed;
  }

  @Override
  public String toString() {
    return toText();
  }
}
