package io.testudo.suricata.transform;

import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.RuleOption;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The transformations by the name that rules give them. */
public final class Transforms {

  private static final Set<Character> BLANKS = Set.of(' ', '\t', '\n', '\r', '\f', '\u000B');
  private static final Set<String> SETTABLE =
      Set.of("xor", "from_base64", "gunzip", "zlib_deflate", "domain", "tld");
  private static final Map<String, Transform> PLAIN = new TreeMap<>();

  static {
    PLAIN.put("to_lowercase", in -> cased(in, 'A', 32));
    PLAIN.put("to_uppercase", in -> cased(in, 'a', -32));
    PLAIN.put("header_lowercase", Transforms::lowerHeaderNames);
    PLAIN.put("strip_whitespace", in -> withoutBlanks(in, false));
    PLAIN.put("compress_whitespace", in -> withoutBlanks(in, true));
    PLAIN.put("strip_pseudo_headers", Transforms::withoutPseudoHeaders);
    PLAIN.put("to_md5", in -> digest("MD5", in));
    PLAIN.put("to_sha1", in -> digest("SHA-1", in));
    PLAIN.put("to_sha256", in -> digest("SHA-256", in));
    PLAIN.put("dotprefix", Transforms::withDot);
    PLAIN.put("url_decode", Transforms::urlDecoded);
  }

  private Transforms() {}

  /** Whether a keyword is a transformation. */
  public static boolean isTransform(String keyword) {
    return PLAIN.containsKey(keyword) || SETTABLE.contains(keyword);
  }

  /** Every transformation. */
  public static Set<String> names() {
    Set<String> names = new java.util.TreeSet<>(PLAIN.keySet());
    names.addAll(SETTABLE);
    return names;
  }

  /** The transformation of an option that {@link #isTransform is} one. */
  public static Transform of(RuleOption option) throws MalformedRuleException {
    Transform plain = PLAIN.get(option.name());
    if (plain != null) {
      return plain;
    }
    return switch (option.name()) {
      case "xor" -> xor(RuleOption.unquoted(option.value()));
      case "from_base64" -> {
        Base64Settings settings = Base64Settings.parse(option.value());
        yield in -> Base64Text.decode(in, 0, in.length, settings);
      }
      case "gunzip" -> Inflation.of(option.value(), true);
      case "zlib_deflate" -> Inflation.of(option.value(), false);
      case "domain" -> in -> labels(in, 2);
      case "tld" -> in -> labels(in, 1);
      default ->
          throw new MalformedRuleException("transformation " + option.name() + " is not known");
    };
  }

  private static byte[] cased(byte[] in, int first, int add) {
    byte[] out = in.clone();
    for (int i = 0; i < out.length; i++) {
      if (out[i] >= first && out[i] < first + 26) {
        out[i] += (byte) add;
      }
    }
    return out;
  }

  private static byte[] lowerHeaderNames(byte[] in) {
    byte[] out = in.clone();
    boolean name = true;
    for (int i = 0; i < out.length; i++) {
      name = out[i] == '\n' || (name && out[i] != ':');
      if (name && out[i] >= 'A' && out[i] <= 'Z') {
        out[i] += 32;
      }
    }
    return out;
  }

  private static byte[] withoutBlanks(byte[] in, boolean keepOne) {
    var out = new ByteArrayOutputStream(in.length);
    boolean before = false;
    for (byte b : in) {
      boolean blank = BLANKS.contains((char) (b & 0xFF));
      if (!blank || (keepOne && !before)) {
        out.write(b);
      }
      before = blank;
    }
    return out.toByteArray();
  }

  /** Drops the lines whose name begins with a colon. */
  private static byte[] withoutPseudoHeaders(byte[] in) {
    var out = new ByteArrayOutputStream(in.length);
    int start = 0;
    while (start < in.length) {
      int end = start;
      while (end < in.length && in[end] != '\n') {
        end++;
      }
      end = Math.min(in.length, end + 1);
      if (in[start] != ':') {
        out.write(in, start, end - start);
      }
      start = end;
    }
    return out.toByteArray();
  }

  private static byte[] digest(String algorithm, byte[] in) {
    try {
      return MessageDigest.getInstance(algorithm).digest(in);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(algorithm + " must be in every JDK", e);
    }
  }

  private static byte[] withDot(byte[] in) {
    byte[] out = new byte[in.length + 1];
    out[0] = '.';
    System.arraycopy(in, 0, out, 1, in.length);
    return out;
  }

  private static byte[] urlDecoded(byte[] in) {
    var out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      int high = i + 2 < in.length && in[i] == '%' ? Character.digit(in[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
      if (low >= 0) {
        out.write(high << 4 | low);
        i += 2;
      } else {
        out.write(in[i] == '+' ? ' ' : in[i]);
      }
    }
    return out.toByteArray();
  }

  private static Transform xor(String key) throws MalformedRuleException {
    if (key.isEmpty() || key.length() % 2 != 0 || !key.matches("[0-9a-fA-F]+")) {
      throw new MalformedRuleException("xor (" + key + ") must be pairs of hexadecimal digits");
    }
    byte[] octets = java.util.HexFormat.of().parseHex(key.toLowerCase(Locale.ROOT));
    return in -> {
      byte[] out = in.clone();
      for (int i = 0; i < out.length; i++) {
        out[i] ^= octets[i % octets.length];
      }
      return out;
    };
  }

  /** The last labels of a host name. */
  private static byte[] labels(byte[] in, int count) {
    String[] parts = new String(in, StandardCharsets.ISO_8859_1).split("\\.");
    int from = Math.max(0, parts.length - count);
    return String.join(".", java.util.Arrays.asList(parts).subList(from, parts.length))
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
