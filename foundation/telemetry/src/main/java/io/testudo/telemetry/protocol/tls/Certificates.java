package io.testudo.telemetry.protocol.tls;

import io.testudo.telemetry.stream.MalformedMessageException;
import io.testudo.telemetry.stream.Sent;
import io.testudo.vocabulary.event.Value;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The certificates that a server shows in the clear (TLS before 1.3). */
final class Certificates {

  private static final int MOST_CHAIN = 16;
  private static final int MOST_NAMES = 100;
  private static final int DNS_NAME = 2;

  private Certificates() {}

  /** Notes fingerprints of the chain and what the first certificate says. */
  static void note(Sent message, Map<String, Value> fields) throws MalformedMessageException {
    int end = 3 + message.u24(0);
    List<Value> fingerprints = new ArrayList<>();
    int at = 3;
    while (at < end && fingerprints.size() < MOST_CHAIN) {
      int length = message.u24(at);
      byte[] encoded = message.copy(at + 3, length);
      if (fingerprints.isEmpty()) {
        noteFirst(encoded, fields);
      }
      fingerprints.add(new Value.Text(fingerprint(encoded)));
      at += 3 + length;
    }
    fields.put("cert_chain_fps", new Value.Many(fingerprints));
  }

  private static void noteFirst(byte[] encoded, Map<String, Value> fields) {
    X509Certificate certificate = parse(encoded);
    if (certificate == null) {
      return;
    }
    fields.put("subject", new Value.Text(certificate.getSubjectX500Principal().getName()));
    fields.put("issuer", new Value.Text(certificate.getIssuerX500Principal().getName()));
    fields.put(
        "not_valid_before", new Value.Text(certificate.getNotBefore().toInstant().toString()));
    fields.put("not_valid_after", new Value.Text(certificate.getNotAfter().toInstant().toString()));
    List<Value> names = new ArrayList<>();
    for (String name : dnsNames(certificate)) {
      names.add(new Value.Text(name));
    }
    if (!names.isEmpty()) {
      fields.put("san_dns", new Value.Many(names));
    }
  }

  private static @Nullable X509Certificate parse(byte[] encoded) {
    try {
      return CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(encoded))
              instanceof X509Certificate certificate
          ? certificate
          : null;
    } catch (CertificateException damaged) {
      return null;
    }
  }

  private static List<String> dnsNames(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      if (all != null) {
        for (List<?> name : all) {
          if (name.size() > 1
              && Integer.valueOf(DNS_NAME).equals(name.get(0))
              && names.size() < MOST_NAMES) {
            names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
          }
        }
      }
    } catch (CertificateException damaged) {
      return List.of();
    }
    return names;
  }

  private static String fingerprint(byte[] encoded) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
