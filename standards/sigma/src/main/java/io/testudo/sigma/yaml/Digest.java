package io.testudo.sigma.yaml;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** SHA-256 of what a rule asks, wherever in its file it stands and however the file is laid out. */
public final class Digest {
  private Digest() {}

  /** The digest of texts, of which none is taken for a part of another. */
  public static String of(String... parts) {
    MessageDigest digest = sha256();
    for (String part : parts) {
      add(digest, 't', part);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The digest of a part of a document, and of what it depends on. */
  public static String of(String context, YamlValue value) {
    MessageDigest digest = sha256();
    add(digest, 't', context);
    add(digest, value);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, YamlValue value) {
    switch (value) {
      case YamlValue.Text text -> add(digest, 't', text.source());
      case YamlValue.Numeral number -> add(digest, 'n', number.source());
      case YamlValue.Flag flag -> add(digest, 'f', flag.source());
      case YamlValue.Nothing nothing -> add(digest, 'z', "");
      case YamlValue.Items items -> {
        add(digest, 'l', Integer.toString(items.values().size()));
        items.values().forEach(item -> add(digest, item));
      }
      case YamlValue.Fields fields -> {
        add(digest, 'm', Integer.toString(fields.entries().size()));
        for (Map.Entry<String, YamlValue> entry : fields.entries().entrySet()) {
          add(digest, 'k', entry.getKey());
          add(digest, entry.getValue());
        }
      }
    }
  }

  private static void add(MessageDigest digest, char kind, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((kind + Integer.toString(bytes.length) + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
