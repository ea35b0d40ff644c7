package io.testudo.vocabulary.finding;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Identifiers that follow from what they name: the first half of a SHA-256. */
public final class ShortDigest {

  private static final String SEPARATOR = "\u001f";

  private ShortDigest() {}

  /** 32 hexadecimal digits that follow from these texts, joined by {@code U+001F}. */
  public static String of(String... texts) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join(SEPARATOR, texts).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
