package io.testudo.telemetry.protocol.tls;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What IANA calls versions, cipher suites, groups and alerts, in the spelling of Zeek's logs. */
final class TlsNames {

  private static final Map<Integer, String> CIPHERS = ciphers();

  private TlsNames() {}

  private static Map<Integer, String> ciphers() {
    Map<Integer, String> names = new HashMap<>();
    try (InputStream in = TlsNames.class.getResourceAsStream("cipher-suites.txt")) {
      if (in == null) {
        throw new IllegalStateException("resource cipher-suites.txt must be there");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          names.put(Integer.parseInt(line, 0, 4, 16), line.substring(5));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }

  static String version(int version) {
    return switch (version) {
      case 0x0300 -> "SSLv3";
      case 0x0301 -> "TLSv10";
      case 0x0302 -> "TLSv11";
      case 0x0303 -> "TLSv12";
      case 0x0304 -> "TLSv13";
      default ->
          version >>> 8 == 0x7F
              ? "TLSv13-draft" + (version & 0xFF)
              : String.format(Locale.ROOT, "unknown-%d", version);
    };
  }

  static String cipher(int cipher) {
    return CIPHERS.getOrDefault(cipher, String.format(Locale.ROOT, "unknown-%d", cipher));
  }

  /** Whether the suite agrees on a key by an elliptic curve that the server names. */
  static boolean agreesOnACurve(int cipher) {
    return cipher(cipher).contains("_ECDHE_");
  }

  static String group(int group) {
    return switch (group) {
      case 22 -> "secp256k1";
      case 23 -> "secp256r1";
      case 24 -> "secp384r1";
      case 25 -> "secp521r1";
      case 29 -> "x25519";
      case 30 -> "x448";
      case 256 -> "ffdhe2048";
      case 257 -> "ffdhe3072";
      case 258 -> "ffdhe4096";
      case 0x6399 -> "X25519Kyber768Draft00";
      case 0x11EB -> "SecP256r1MLKEM768";
      case 0x11EC -> "X25519MLKEM768";
      default -> String.format(Locale.ROOT, "unknown-%d", group);
    };
  }

  static String alert(int code) {
    return switch (code) {
      case 0 -> "close_notify";
      case 10 -> "unexpected_message";
      case 20 -> "bad_record_mac";
      case 21 -> "decryption_failed";
      case 22 -> "record_overflow";
      case 40 -> "handshake_failure";
      case 42 -> "bad_certificate";
      case 43 -> "unsupported_certificate";
      case 44 -> "certificate_revoked";
      case 45 -> "certificate_expired";
      case 46 -> "certificate_unknown";
      case 47 -> "illegal_parameter";
      case 48 -> "unknown_ca";
      case 49 -> "access_denied";
      case 50 -> "decode_error";
      case 51 -> "decrypt_error";
      case 70 -> "protocol_version";
      case 71 -> "insufficient_security";
      case 80 -> "internal_error";
      case 86 -> "inappropriate_fallback";
      case 90 -> "user_canceled";
      case 100 -> "no_renegotiation";
      case 109 -> "missing_extension";
      case 110 -> "unsupported_extension";
      case 112 -> "unrecognized_name";
      case 115 -> "unknown_psk_identity";
      case 116 -> "certificate_required";
      case 120 -> "no_application_protocol";
      default -> String.format(Locale.ROOT, "unknown-%d", code);
    };
  }
}
