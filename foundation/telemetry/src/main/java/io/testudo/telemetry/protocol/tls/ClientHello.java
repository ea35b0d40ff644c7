package io.testudo.telemetry.protocol.tls;

import io.testudo.telemetry.stream.MalformedMessageException;
import io.testudo.telemetry.stream.Sent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a client offers, and the fingerprints of its offer.
 *
 * <p>{@link #ja3} is that of Althouse, Atkinson and Atkins (2017), {@link #ja4} the TLS client
 * fingerprint of FoxIO's JA4 (2023, under its BSD licence). Values that are there to keep servers
 * from ossifying (RFC 8701) are left out of both.
 *
 * @param version the legacy version of the message
 * @param ciphers in the order of the offer
 * @param extensions types, in the order of the offer
 * @param groups named groups
 * @param pointFormats formats of elliptic curve points
 * @param signatures signature algorithms
 * @param versions supported versions; empty if the extension is not there
 * @param protocols application protocols (ALPN)
 * @param serverName empty if none is named
 * @param offersSession whether a session or ticket is offered for resumption
 */
record ClientHello(
    int version,
    List<Integer> ciphers,
    List<Integer> extensions,
    List<Integer> groups,
    List<Integer> pointFormats,
    List<Integer> signatures,
    List<Integer> versions,
    List<String> protocols,
    String serverName,
    boolean offersSession) {

  private static final int SERVER_NAME = 0;
  private static final int GROUPS = 10;
  private static final int POINT_FORMATS = 11;
  private static final int SIGNATURES = 13;
  private static final int PROTOCOLS = 16;
  private static final int SESSION_TICKET = 35;
  private static final int VERSIONS = 43;

  static ClientHello read(Sent message) throws MalformedMessageException {
    int version = message.u16(0);
    int at = 34;
    int session = message.u8(at);
    at += 1 + session;
    List<Integer> ciphers = pairs(message, at + 2, message.u16(at));
    at += 2 + message.u16(at);
    at += 1 + message.u8(at);
    Extensions found = new Extensions();
    if (at < message.length()) {
      int end = at + 2 + message.u16(at);
      at += 2;
      while (at < end) {
        int type = message.u16(at);
        int length = message.u16(at + 2);
        found.take(type, message.part(at + 4, length));
        at += 4 + length;
      }
    }
    return new ClientHello(
        version,
        ciphers,
        found.types,
        found.groups,
        found.pointFormats,
        found.signatures,
        found.versions,
        found.protocols,
        found.serverName,
        session > 0 || found.ticket);
  }

  /** What the extensions say, as far as it is asked for. */
  private static final class Extensions {
    final List<Integer> types = new ArrayList<>();
    List<Integer> groups = List.of();
    List<Integer> pointFormats = List.of();
    List<Integer> signatures = List.of();
    List<Integer> versions = List.of();
    List<String> protocols = List.of();
    String serverName = "";
    boolean ticket;

    void take(int type, Sent body) throws MalformedMessageException {
      types.add(type);
      if (body.length() == 0) {
        return;
      }
      switch (type) {
        case SERVER_NAME -> serverName = name(body);
        case GROUPS -> groups = pairs(body, 2, body.u16(0));
        case POINT_FORMATS -> pointFormats = bytes(body);
        case SIGNATURES -> signatures = pairs(body, 2, body.u16(0));
        case PROTOCOLS -> protocols = alpn(body);
        case SESSION_TICKET -> ticket = true;
        case VERSIONS -> versions = pairs(body, 1, body.u8(0));
        default -> {}
      }
    }

    private static String name(Sent body) throws MalformedMessageException {
      if (body.u8(2) != 0) {
        return "";
      }
      return body.latin(5, body.u16(3)).toLowerCase(Locale.ROOT);
    }

    private static List<Integer> bytes(Sent body) throws MalformedMessageException {
      List<Integer> values = new ArrayList<>();
      for (int i = 1; i <= body.u8(0); i++) {
        values.add(body.u8(i));
      }
      return values;
    }
  }

  /** The protocols of an ALPN extension. */
  static List<String> alpn(Sent body) throws MalformedMessageException {
    List<String> protocols = new ArrayList<>();
    int at = 2;
    while (at < 2 + body.u16(0)) {
      int length = body.u8(at);
      protocols.add(body.latin(at + 1, length));
      at += 1 + length;
    }
    return protocols;
  }

  private static List<Integer> pairs(Sent message, int at, int length)
      throws MalformedMessageException {
    List<Integer> values = new ArrayList<>(length / 2);
    for (int i = 0; i + 1 < length; i += 2) {
      values.add(message.u16(at + i));
    }
    return values;
  }

  /** MD5 of version, ciphers, extensions, groups and point formats, in the order of the offer. */
  String ja3() {
    String text =
        version
            + ","
            + dashed(ciphers)
            + ","
            + dashed(extensions)
            + ","
            + dashed(groups)
            + ","
            + pointFormats.stream().map(String::valueOf).collect(Collectors.joining("-"));
    return digest("MD5", text);
  }

  private static String dashed(List<Integer> values) {
    return withoutGrease(values).stream().map(String::valueOf).collect(Collectors.joining("-"));
  }

  private static List<Integer> withoutGrease(List<Integer> values) {
    return values.stream().filter(value -> !isGrease(value)).toList();
  }

  /** RFC 8701: 0x0A0A, 0x1A1A … 0xFAFA. */
  static boolean isGrease(int value) {
    return (value & 0x0F0F) == 0x0A0A && value >>> 8 == (value & 0xFF);
  }

  /** The fingerprint of this offer when made over TCP. */
  String ja4() {
    List<Integer> offered = withoutGrease(ciphers);
    List<Integer> extended = withoutGrease(extensions);
    String first = protocols.isEmpty() ? "" : protocols.getFirst();
    String a =
        "t"
            + newest()
            + (extensions.contains(SERVER_NAME) ? "d" : "i")
            + twoDigits(offered.size())
            + twoDigits(extended.size())
            + ends(first);
    String b = cut(sortedHex(offered));
    List<Integer> compared =
        extended.stream().filter(type -> type != SERVER_NAME && type != PROTOCOLS).toList();
    String algorithms =
        withoutGrease(signatures).stream().map(ClientHello::hex).collect(Collectors.joining(","));
    String c =
        compared.isEmpty() && algorithms.isEmpty()
            ? "000000000000"
            : cut(sortedHex(compared) + (algorithms.isEmpty() ? "" : "_" + algorithms));
    return a + "_" + b + "_" + c;
  }

  private String newest() {
    int newest = withoutGrease(versions).stream().mapToInt(v -> v).max().orElse(version);
    return switch (newest) {
      case 0x0304 -> "13";
      case 0x0303 -> "12";
      case 0x0302 -> "11";
      case 0x0301 -> "10";
      case 0x0300 -> "s3";
      case 0x0002 -> "s2";
      default -> "00";
    };
  }

  private static String twoDigits(int count) {
    return String.format(Locale.ROOT, "%02d", Math.min(99, count));
  }

  /** First and last character of the first protocol, of its hex digits if they are no letters. */
  private static String ends(String protocol) {
    if (protocol.isEmpty()) {
      return "00";
    }
    char first = protocol.charAt(0);
    char last = protocol.charAt(protocol.length() - 1);
    if (isPlain(first) && isPlain(last)) {
      return "" + first + last;
    }
    String hex = HexFormat.of().formatHex(protocol.getBytes(StandardCharsets.ISO_8859_1));
    return "" + hex.charAt(0) + hex.charAt(hex.length() - 1);
  }

  private static boolean isPlain(char c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  private static String sortedHex(List<Integer> values) {
    return values.stream().map(ClientHello::hex).sorted().collect(Collectors.joining(","));
  }

  private static String hex(int value) {
    return String.format(Locale.ROOT, "%04x", value);
  }

  private static String cut(String text) {
    return text.isEmpty() ? "000000000000" : digest("SHA-256", text).substring(0, 12);
  }

  static String digest(String algorithm, String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
