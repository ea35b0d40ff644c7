package io.testudo.suricata.dataset;

import io.testudo.suricata.text.AddressSet;
import io.testudo.suricata.text.MalformedRuleException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What kind of values a data set holds: how a list spells them, and which octets are one.
 *
 * <p>A value is kept as text, one octet a character.
 */
public enum ValueType {
  /** Any octets; base64 in a list. */
  STRING("string", 0),
  /** A digest of 16 octets; hexadecimal in a list. */
  MD5("md5", 16),
  /** A digest of 20 octets; hexadecimal in a list. */
  SHA1("sha1", 20),
  /** A digest of 32 octets; hexadecimal in a list. */
  SHA256("sha256", 32),
  /** An IPv4 address. */
  IPV4("ipv4", 4),
  /** An address of either family. */
  IP("ip", 16);

  private static final int IPV4_OCTETS = 4;
  private static final byte[] IPV4_IN_IPV6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private final String word;
  private final int octets;

  ValueType(String word, int octets) {
    this.word = word;
    this.octets = octets;
  }

  /** The kind that rules call so. */
  public static ValueType of(String word) throws MalformedRuleException {
    for (ValueType type : values()) {
      if (type.word.equals(word) && type != SHA1) {
        return type;
      }
    }
    throw new MalformedRuleException("type (" + word + ") of data set is not known");
  }

  /** The value that octets are, or null if they cannot be one of this kind. */
  public @Nullable String value(byte[] in) {
    if (this == IP && in.length == IPV4_OCTETS) {
      return text(IPV4_IN_IPV6) + text(in);
    }
    return octets == 0 || in.length == octets ? text(in) : null;
  }

  /** The value that a list spells so. */
  String read(String spelled) throws MalformedRuleException {
    try {
      String value =
          switch (this) {
            case STRING -> text(Base64.getDecoder().decode(spelled));
            case MD5, SHA1, SHA256 ->
                value(HexFormat.of().parseHex(spelled.toLowerCase(Locale.ROOT)));
            case IPV4, IP -> value(AddressSet.octets(spelled));
          };
      if (value != null) {
        return value;
      }
    } catch (IllegalArgumentException e) {
      // Told below, with the value.
    }
    throw new MalformedRuleException("value (" + brief(spelled) + ") must be of type " + word);
  }

  private static String brief(String text) {
    return text.length() > 80 ? text.substring(0, 80) : text;
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }
}
