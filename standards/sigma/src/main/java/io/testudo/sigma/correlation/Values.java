package io.testudo.sigma.correlation;

import io.testudo.sigma.pattern.Quantity;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of events as correlations keep them: short, and still told apart. */
final class Values {
  private static final int MOST_LENGTH = 256;
  private static final int KEPT_LENGTH = 160;
  private static final int MOST_DIGITS = 40;

  private Values() {}

  /** The values in these columns; null where one is absent. */
  static @Nullable List<String> of(@Nullable String[] values, int[] columns) {
    List<String> chosen = new ArrayList<>(columns.length);
    for (int column : columns) {
      String value = values[column];
      if (value == null) {
        return null;
      }
      chosen.add(value);
    }
    return chosen;
  }

  /** The value, or where it is long its beginning and its digest. */
  static String shortened(String value) {
    if (value.length() <= MOST_LENGTH) {
      return value;
    }
    byte[] digest = sha256().digest(value.getBytes(StandardCharsets.UTF_8));
    return value.substring(0, KEPT_LENGTH) + "…" + HexFormat.of().formatHex(digest);
  }

  /** A number; null where the text is none, or one of absurd size. */
  static @Nullable BigDecimal number(String text) {
    Quantity quantity = Quantity.parse(text);
    if (quantity == null) {
      return null;
    }
    if (quantity.exact()) {
      return BigDecimal.valueOf(quantity.whole());
    }
    try {
      BigDecimal number = new BigDecimal(text.strip());
      return Math.abs(number.scale()) <= MOST_DIGITS ? number.stripTrailingZeros() : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** What tells a match of a correlation from all others. */
  static long eventOf(String rule, List<String> key, long micros) {
    MessageDigest digest = sha256();
    digest.update(rule.getBytes(StandardCharsets.UTF_8));
    for (String part : key) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update((byte) (bytes.length >>> 8));
      digest.update((byte) bytes.length);
      digest.update(bytes);
    }
    byte[] all = digest.digest(Long.toString(micros).getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(all).getLong();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
