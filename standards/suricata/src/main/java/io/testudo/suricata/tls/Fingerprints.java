package io.testudo.suricata.tls;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is characteristic of a hello: JA3 and JA3S (Althouse, Atkinson and Atkins, 2017) and JA4
 * (FoxIO, 2023). Values that are reserved for noise (RFC 8701) do not count.
 */
public final class Fingerprints {
  private Fingerprints() {}

  /** JA3 of a client's hello, spelled out. */
  public static String ja3(Hello hello) {
    return hello.version
        + ","
        + dashed(hello.ciphers)
        + ","
        + dashed(hello.extensions)
        + ","
        + dashed(hello.groups)
        + ","
        + dashed(hello.pointFormats);
  }

  /** JA3S of a server's hello, spelled out. */
  public static String ja3s(Hello hello) {
    return hello.version + "," + dashed(hello.ciphers) + "," + dashed(hello.extensions);
  }

  /**
   * JA4 of a client's hello.
   *
   * @param transport {@code t} for TCP, {@code q} for QUIC
   */
  public static String ja4(Hello hello, char transport) {
    List<Integer> ciphers = quiet(hello.ciphers);
    List<Integer> extensions = quiet(hello.extensions);
    String head =
        String.format(
            Locale.ROOT,
            "%c%s%c%02d%02d%s",
            transport,
            version(hello),
            hello.extensions.contains(0) ? 'd' : 'i',
            Math.min(99, ciphers.size()),
            Math.min(99, extensions.size()),
            alpn(hello));
    List<Integer> unnamed = extensions.stream().filter(e -> e != 0 && e != 16).toList();
    String signatures = hexadecimal(quiet(hello.signatures), false);
    String rest = hexadecimal(unnamed, true) + (signatures.isEmpty() ? "" : "_" + signatures);
    return head + "_" + brief(hexadecimal(ciphers, true)) + "_" + brief(rest);
  }

  /** MD5 in hexadecimal, as JA3 is usually given. */
  public static String md5(String text) {
    return hash("MD5", text);
  }

  private static String version(Hello hello) {
    int highest = quiet(hello.versions).stream().mapToInt(v -> v).max().orElse(hello.version);
    return switch (highest) {
      case 0x0304 -> "13";
      case 0x0303 -> "12";
      case 0x0302 -> "11";
      case 0x0301 -> "10";
      case 0x0300 -> "s3";
      default -> "00";
    };
  }

  private static String alpn(Hello hello) {
    if (hello.protocols.isEmpty() || hello.protocols.get(0).isEmpty()) {
      return "00";
    }
    String first = hello.protocols.get(0);
    return "" + first.charAt(0) + first.charAt(first.length() - 1);
  }

  private static List<Integer> quiet(List<Integer> values) {
    return values.stream().filter(v -> !((v & 0x0F0F) == 0x0A0A && v >>> 8 == (v & 0xFF))).toList();
  }

  private static String dashed(List<Integer> values) {
    return quiet(values).stream().map(String::valueOf).collect(Collectors.joining("-"));
  }

  private static String hexadecimal(List<Integer> values, boolean sorted) {
    var texts = values.stream().map(v -> String.format(Locale.ROOT, "%04x", v));
    return (sorted ? texts.sorted() : texts).collect(Collectors.joining(","));
  }

  private static String brief(String text) {
    return text.isEmpty() ? "000000000000" : hash("SHA-256", text).substring(0, 12);
  }

  private static String hash(String algorithm, String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(algorithm + " must be in every JDK", e);
    }
  }
}
