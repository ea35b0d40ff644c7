package io.testudo.transparency;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A SHA-256 value: 32 bytes that never change, compared in constant time. */
public final class Digest {

  /** How many bytes a digest has. */
  public static final int BYTES = 32;

  private final byte[] bytes;

  private Digest(byte[] owned) {
    this.bytes = owned;
  }

  /** The digest with exactly these 32 bytes, which are copied. */
  public static Digest of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new MalformedException(
          "The length (" + bytes.length + ") of a digest must be " + BYTES + " bytes.");
    }
    return new Digest(bytes.clone());
  }

  /** The digest written as 64 lower-case hexadecimal digits. */
  public static Digest ofHex(String hex) {
    if (hex.length() != 2 * BYTES) {
      throw new MalformedException(
          "The length ("
              + hex.length()
              + ") of a digest in hexadecimal must be "
              + 2 * BYTES
              + ".");
    }
    for (int i = 0; i < hex.length(); i++) {
      char c = hex.charAt(i);
      if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
        throw new MalformedException(
            "The character at position " + i + " of a digest must be one of 0-9 and a-f.");
      }
    }
    return new Digest(HexFormat.of().parseHex(hex));
  }

  /** The SHA-256 of the parts, one after the other. */
  public static Digest sha256(byte[]... parts) {
    MessageDigest sha256 = newSha256();
    for (byte[] part : parts) {
      sha256.update(part);
    }
    return new Digest(sha256.digest());
  }

  static Digest sha256(byte prefix, byte[] first, byte[] second) {
    MessageDigest sha256 = newSha256();
    sha256.update(prefix);
    sha256.update(first);
    sha256.update(second);
    return new Digest(sha256.digest());
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform must have SHA-256.", e);
    }
  }

  /** A copy of the 32 bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** 64 lower-case hexadecimal digits. */
  public String toHex() {
    return HexFormat.of().formatHex(bytes);
  }

  String toBase64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  byte[] bytesNotCopied() {
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return toHex();
  }
}
