package io.testudo.ports;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** A password, key or token, which no log and no message shows. */
public final class Secret {

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /** The secret with this text. */
  public static Secret of(String text) {
    return new Secret(text);
  }

  /** The text, for the one call that needs it. */
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret that
        && MessageDigest.isEqual(
            text.getBytes(StandardCharsets.UTF_8), that.text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
